package org.voxrelay.ingest;

import java.util.Optional;
import org.voxrelay.dicom.data.Uid;

/** What became of one arriving instance. */
public sealed interface IngestResult {

    /**
     * It is safe.
     *
     * @param known the very same instance was here before; nothing changed
     */
    record Stored(Uid sopClass, Uid sopInstance, Uid study, Uid series, boolean known) implements IngestResult {}

    /**
     * Nothing was kept. {@code detail} is for a person and names no patient; SOP class and instance are given where they
     * could be read.
     */
    record Refused(Refusal why, String detail, Optional<String> sopClass, Optional<String> sopInstance)
            implements IngestResult {}
}
