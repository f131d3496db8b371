/**
 * Where the frames of an image lie, how their pixels are laid out, and grey pixels as numbers after the rescale. Imports
 * {@code data}, {@code dict} and {@code io}. Read {@link org.voxrelay.dicom.pixel.ImagePixel} and
 * {@link org.voxrelay.dicom.pixel.FrameSource} first.
 */
package org.voxrelay.dicom.pixel;
