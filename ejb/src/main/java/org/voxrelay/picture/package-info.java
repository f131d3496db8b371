/**
 * Pictures of stored images for people who have no DICOM viewer (PS3.18 section 8.3.5): cropped, scaled, captioned, and
 * written as JPEG, PNG or GIF. Imports {@code retrieve}, {@code archive} and the DICOM library. Read
 * {@link org.voxrelay.picture.Pictures} first.
 */
package org.voxrelay.picture;
