package org.voxrelay.inference.engine.kserve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Floats as the protocol has them on its way: little-endian, one after the other. */
final class FloatBytes {
    private static final int CHUNK = 1 << 18;

    private FloatBytes() {}

    /** All floats, in pieces that lie in memory only once. */
    static List<byte[]> of(FloatBuffer floats) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < floats.capacity(); at += CHUNK) {
            int count = Math.min(CHUNK, floats.capacity() - at);
            ByteBuffer piece = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
            piece.asFloatBuffer().put(0, floats, at, count);
            pieces.add(piece.array());
        }
        return pieces;
    }

    /** Reads as many as the buffer takes. */
    static void read(InputStream stream, FloatBuffer floats) throws IOException {
        for (int at = 0; at < floats.capacity(); at += CHUNK) {
            int count = Math.min(CHUNK, floats.capacity() - at);
            byte[] bytes = stream.readNBytes(Float.BYTES * count);
            if (bytes.length < Float.BYTES * count) {
                throw new IOException("the inference server's answer is too short");
            }
            floats.put(at, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), 0, count);
        }
    }
}
