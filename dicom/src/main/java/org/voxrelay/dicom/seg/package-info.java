/**
 * Segmentation objects (PS3.3 A.51): BINARY, FRACTIONAL and label maps, written from label volumes and read back into them.
 * Imports the packages {@code data}, {@code dict}, {@code io}, {@code code}, {@code codec}, {@code pixel}, {@code derived}
 * and {@code geometry}. Read {@link org.voxrelay.dicom.seg.SegWriter} first, then
 * {@link org.voxrelay.dicom.seg.SegReader}.
 */
package org.voxrelay.dicom.seg;
