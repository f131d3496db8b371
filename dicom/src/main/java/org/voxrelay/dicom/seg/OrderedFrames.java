package org.voxrelay.dicom.seg;

import java.io.IOException;
import java.util.stream.IntStream;

/** Makes frames on all cores and hands them out in their order; holds some of them. */
final class OrderedFrames {
    private static final int BATCH = 8 * Runtime.getRuntime().availableProcessors();

    /** Makes a frame; called from several threads. */
    interface Maker {
        byte[] make(int index);
    }

    /** Takes the frames one after the other. */
    interface Taker {
        void take(byte[] frame) throws IOException;
    }

    private OrderedFrames() {}

    static void write(int count, Maker maker, Taker taker) throws IOException {
        for (int start = 0; start < count; start += BATCH) {
            int from = start;
            byte[][] made = new byte[Math.min(BATCH, count - start)][];
            IntStream.range(0, made.length).parallel().forEach(i -> made[i] = maker.make(from + i));
            for (byte[] frame : made) {
                taker.take(frame);
            }
        }
    }
}
