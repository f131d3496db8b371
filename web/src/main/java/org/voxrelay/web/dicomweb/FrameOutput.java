package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import org.voxrelay.retrieve.FrameParts.BeforeFrame;

/** Writes frames one after the other. */
@FunctionalInterface
interface FrameOutput {
    /** @param before called before a frame's bytes */
    void writeTo(OutputStream out, BeforeFrame before) throws IOException;
}
