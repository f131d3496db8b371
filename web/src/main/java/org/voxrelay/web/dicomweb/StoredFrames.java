package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.voxrelay.retrieve.FrameParts;
import org.voxrelay.retrieve.FrameParts.BeforeFrame;

/** Frames as they are stored. */
record StoredFrames(FrameParts parts) implements FrameOutput {
    @Override
    public void writeTo(OutputStream out, BeforeFrame before) throws IOException {
        parts.writeTo(out, before);
    }

    @Override
    public Optional<List<Long>> lengths() {
        return Optional.of(parts.lengths());
    }
}
