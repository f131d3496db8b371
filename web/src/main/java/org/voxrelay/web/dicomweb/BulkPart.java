package org.voxrelay.web.dicomweb;

import org.voxrelay.dicom.data.BulkData;

/** A bulk data part that came: what its header said, and where it lies in the {@link BulkSpool}. */
record BulkPart(PartHead head, BulkData bytes) {}
