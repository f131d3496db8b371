/**
 * Volumes as files of the research world, NIfTI-1 and NRRD, at the place that their DICOM images have, and masks read back.
 * Imports {@code geometry} and {@code seg}. Read {@link org.voxrelay.dicom.volume.VolumeFormat} first.
 */
package org.voxrelay.dicom.volume;
