package org.voxrelay.archive;

import java.util.Optional;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.json.BulkDataUri;

/**
 * Bulk Data URIs of one instance (PS3.18 section 10.4.1.1.5). They are path-absolute: the metadata are stored once, and the
 * server may be reached by several names.
 */
public record BulkDataLinks(Uid study, Uid series, Uid instance) implements BulkDataUri {
    /** A longer binary value is fetched by its link. */
    private static final int LONGEST_INLINE = 1024;

    @Override
    public Optional<String> of(String path, VR vr, Object value) {
        if (value instanceof byte[] bytes && bytes.length <= LONGEST_INLINE) {
            return Optional.empty();
        }
        return Optional.of("/dicom-web/studies/" + study.value() + "/series/" + series.value() + "/instances/"
                + instance.value() + "/bulkdata/" + path);
    }
}
