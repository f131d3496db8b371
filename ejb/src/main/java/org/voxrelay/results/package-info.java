/**
 * Runs a model on a series and stores what it found as DICOM SEG and SR. Imports the DICOM library, {@code inference},
 * {@code archive}, {@code retrieve}, {@code jobs}, {@code ingest} and the choice of channels in {@code rules}. Read
 * {@link org.voxrelay.results.SegmentationPerformer} first.
 */
package org.voxrelay.results;
