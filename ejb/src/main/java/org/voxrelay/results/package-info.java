/**
 * Runs a model on a series and stores what it found as DICOM SEG and SR. Imports the DICOM library, {@code inference},
 * {@code archive}, {@code retrieve}, {@code jobs} and {@code ingest}. Read
 * {@link org.voxrelay.results.SegmentationPerformer} first.
 */
package org.voxrelay.results;
