package org.voxrelay.archive.log;

import java.io.IOException;

/** The disk has no room for another segment, beside what the administrator wants to stay free. */
public final class OutOfSpace extends IOException {
    private static final long serialVersionUID = 1;

    OutOfSpace() {
        super("the disk is nearly full: no room for another segment of the log (VOXRELAY_MIN_FREE_BYTES)");
    }
}
