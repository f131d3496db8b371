package org.voxrelay.dicom.json;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.dicom.data.VR;

/** Finds what a bulk data URI stands for, while a model is read (PS3.18 section F.2.6, PS3.19 section A.1.5). */
@FunctionalInterface
public interface BulkDataLookup {
    /** Leaves the attributes empty. */
    BulkDataLookup NONE = (vr, uri) -> Optional.empty();

    /**
     * @param uri as it was written; {@code urn:uuid:...} for a UUID of the XML model
     * @return byte[], {@link org.voxrelay.dicom.data.BulkData} or {@link org.voxrelay.dicom.data.Fragments}; empty for none
     */
    Optional<Object> find(VR vr, String uri) throws IOException;
}
