package org.voxrelay.query;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** Adds to matches of instances the attributes that no column holds. */
final class InstanceMetadata {
    private final InstanceIndex index;

    InstanceMetadata(InstanceIndex index) {
        this.index = index;
    }

    void addTo(List<Attributes> page) throws IOException, InterruptedException {
        var bySeries = new HashMap<String, Map<String, Attributes>>();
        for (Attributes match : page) {
            String seriesUid = match.getString(Tag.SeriesInstanceUID, "");
            if (!bySeries.containsKey(seriesUid)) {
                var metadata = index.seriesMetadata(match.getString(Tag.StudyInstanceUID, ""), seriesUid);
                bySeries.put(seriesUid, metadata.isPresent() ? metadata.get().byInstance() : Map.of());
            }
            Attributes known = bySeries.get(seriesUid).get(match.getString(Tag.SOPInstanceUID, ""));
            if (known != null) {
                match.addAll(known);
            }
        }
    }
}
