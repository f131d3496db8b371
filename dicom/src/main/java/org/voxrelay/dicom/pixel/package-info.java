/**
 * Pixels as numbers: the frames of an image, one at a time, after the rescale. Imports {@code data}, {@code dict} and
 * {@code io}. Read {@link org.voxrelay.dicom.pixel.NativeFrames} first.
 */
package org.voxrelay.dicom.pixel;
