package org.voxrelay.dicom.sr;

import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.derived.InstanceReference;
import org.voxrelay.dicom.dict.Tag;

/** The instances that a report refers to, by study and series (PS3.3 C.17.2.3). */
final class Evidence {
    private Evidence() {}

    /** Adds instances; study and series items that are there already are used. */
    static void write(Attributes report, List<Attributes> instances) {
        for (Attributes instance : instances) {
            Attributes study = item(
                    report,
                    Tag.CurrentRequestedProcedureEvidenceSequence,
                    Tag.StudyInstanceUID,
                    instance.getString(Tag.StudyInstanceUID, ""));
            Attributes series = item(
                    study,
                    Tag.ReferencedSeriesSequence,
                    Tag.SeriesInstanceUID,
                    instance.getString(Tag.SeriesInstanceUID, ""));
            InstanceReference.to(instance).writeTo(series.newItem(Tag.ReferencedSOPSequence));
        }
    }

    private static Attributes item(Attributes parent, int sequence, int key, String uid) {
        return parent.getItems(sequence).stream()
                .filter(item -> item.getString(key, "").equals(uid))
                .findFirst()
                .orElseGet(() -> parent.newItem(sequence).setString(key, uid));
    }
}
