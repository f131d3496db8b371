/**
 * Segmentation objects (PS3.3 A.51), BINARY: written from a label volume, and read back as masks. Imports the packages
 * {@code data}, {@code dict}, {@code io}, {@code code}, {@code derived} and {@code geometry}. Read
 * {@link org.voxrelay.dicom.seg.SegWriter} first.
 */
package org.voxrelay.dicom.seg;
