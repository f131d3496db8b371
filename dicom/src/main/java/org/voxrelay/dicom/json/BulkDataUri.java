package org.voxrelay.dicom.json;

import java.util.Optional;
import org.voxrelay.dicom.data.VR;

/** Decides which values leave the JSON and where a client finds them instead (PS3.18 section F.2.6). */
@FunctionalInterface
public interface BulkDataUri {
    /** All values in memory are written inline; values left in a file are written as empty. */
    BulkDataUri INLINE = (path, vr, value) -> Optional.empty();

    /**
     * @param path tags and item numbers from 1 on, for instance {@code 54000100/1/54001010}
     * @param value byte[], {@link org.voxrelay.dicom.data.BulkData} or {@link org.voxrelay.dicom.data.Fragments}
     * @return the URI; empty to write the value inline
     */
    Optional<String> of(String path, VR vr, Object value);
}
