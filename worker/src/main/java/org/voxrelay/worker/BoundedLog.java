package org.voxrelay.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Passes what a child prints on its error stream into the log: 40 lines a minute, 400 bytes a line. */
final class BoundedLog {
    private static final Logger LOG = Logger.getLogger(BoundedLog.class.getName());
    private static final int LINES = 40;
    private static final int LINE_BYTES = 400;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final String name;
    private long minuteBegan = System.nanoTime();
    private int lines;
    private long dropped;

    BoundedLog(String name) {
        this.name = name;
    }

    /** Reads to the end of the stream. */
    void copy(InputStream errors) {
        byte[] line = new byte[LINE_BYTES];
        byte[] chunk = new byte[8192];
        int length = 0;
        try {
            for (int count = errors.read(chunk); count >= 0; count = errors.read(chunk)) {
                for (int i = 0; i < count; i++) {
                    if (chunk[i] == '\n') {
                        log(line, length);
                        length = 0;
                    } else if (length < LINE_BYTES) {
                        line[length++] = chunk[i];
                    }
                }
            }
        } catch (IOException e) {
            log(line, length); // the process was killed
            return;
        }
        log(line, length);
    }

    private void log(byte[] line, int length) {
        long now = System.nanoTime();
        if (now - minuteBegan > MINUTE_NANOS) {
            minuteBegan = now;
            lines = 0;
        }
        if (length == 0) {
            return;
        }
        if (++lines > LINES) {
            dropped++;
            return;
        }
        String text = new String(line, 0, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
        LOG.log(Level.INFO, "{0}: {1}{2}", new Object[] {
            name, text, dropped == 0 ? "" : " (" + dropped + " lines left out)"
        });
        dropped = 0;
    }
}
