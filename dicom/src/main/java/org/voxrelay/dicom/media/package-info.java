/**
 * File-sets for media (PS3.10 chapter 8): the directory file and its records (PS3.3 annex F). Imports {@code data},
 * {@code dict} and {@code io}. Read {@link org.voxrelay.dicom.media.DicomDirectory} first.
 */
package org.voxrelay.dicom.media;
