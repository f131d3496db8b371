package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.voxrelay.retrieve.FrameParts.BeforeFrame;

/** Writes frames one after the other. */
interface FrameOutput {
    /** @param before called before a frame's bytes */
    void writeTo(OutputStream out, BeforeFrame before) throws IOException;

    /** Bytes of each frame, where they are known before they are written. */
    Optional<List<Long>> lengths();
}
