/**
 * Pictures of images: modality, VOI and presentation transforms, colours, frames of enhanced images (PS3.3 C.11, PS3.4
 * annex N). Imports {@code data}, {@code dict} and {@code pixel}. Read {@link org.voxrelay.dicom.image.Renderer} first.
 */
package org.voxrelay.dicom.image;
