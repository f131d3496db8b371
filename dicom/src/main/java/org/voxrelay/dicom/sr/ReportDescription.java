package org.voxrelay.dicom.sr;

import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.derived.Identity;

/**
 * Everything in a measurement report that comes neither from the images nor from the segmentation.
 *
 * @param algorithm what drew the segments and measured them
 */
public record ReportDescription(Identity identity, Equipment equipment, Algorithm algorithm) {}
