package org.voxrelay.inference.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How far an inference is, in memory that both processes see: a count of reports, a fraction and a step's name. */
final class SharedProgress {
    static final int BYTES = 256;
    private static final int COUNT = 0;
    private static final int FRACTION = 8;
    private static final int LENGTH = 16;
    private static final int TEXT = 20;

    private final ByteBuffer memory;

    SharedProgress(ByteBuffer memory) {
        this.memory = memory;
    }

    /** In the child. */
    void report(double fraction, String step) {
        byte[] text = step.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, BYTES - TEXT);
        memory.put(TEXT, text, 0, length);
        memory.putInt(LENGTH, length);
        memory.putDouble(FRACTION, fraction);
        memory.putLong(COUNT, memory.getLong(COUNT) + 1);
    }

    /** Grows with each report. */
    long count() {
        return memory.getLong(COUNT);
    }

    double fraction() {
        return Math.max(0, Math.min(1, memory.getDouble(FRACTION)));
    }

    /** A step that is being replaced may be read half; it is for a person, once. */
    String step() {
        byte[] text = new byte[Math.max(0, Math.min(memory.getInt(LENGTH), BYTES - TEXT))];
        memory.get(TEXT, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
