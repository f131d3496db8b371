package org.voxrelay.inference.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;

/**
 * What the child says of a request that it has worked on; one that it declines, for the package or an engine fails, is none.
 *
 * @param why a sentence for a person; empty if the labels are there
 */
record SegmentAnswer(Kind kind, String why) {
    static final SegmentAnswer DONE = new SegmentAnswer(Kind.DONE, "");

    enum Kind {
        DONE,
        /** The volume is to blame. */
        UNSUITABLE,
        /** Neither volume nor package are to blame. */
        LOST
    }

    byte[] toBytes() {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length)
                .put((byte) kind.ordinal())
                .put(text)
                .array();
    }

    /** @param bytes from a child of the same release */
    static SegmentAnswer read(byte[] bytes) {
        return new SegmentAnswer(
                Kind.values()[bytes[0]], new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
    }

    void throwUnlessDone() throws InferenceException, LostInferenceException {
        switch (kind) {
            case DONE -> {}
            case UNSUITABLE -> throw new UnsuitableVolumeException(why);
            case LOST -> throw new LostInferenceException(why);
        }
    }
}
