/**
 * Structured reports (PS3.3 A.35): content items, and the measurement report of a segmentation. Imports {@code data},
 * {@code dict}, {@code code}, {@code derived}, {@code geometry} and {@code seg}. Read
 * {@link org.voxrelay.dicom.sr.MeasurementReport} first.
 */
package org.voxrelay.dicom.sr;
