package org.voxrelay.dicom.derived;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** The SOP Class and SOP Instance of an object (PS3.3 Table 10-11). */
public record InstanceReference(String sopClassUid, String sopInstanceUid) {
    public static InstanceReference to(Attributes instance) {
        return new InstanceReference(
                instance.getString(Tag.SOPClassUID, ""), instance.getString(Tag.SOPInstanceUID, ""));
    }

    /** Writes the reference into an item, which is returned. */
    public Attributes writeTo(Attributes item) {
        return item.setString(Tag.ReferencedSOPClassUID, sopClassUid)
                .setString(Tag.ReferencedSOPInstanceUID, sopInstanceUid);
    }
}
