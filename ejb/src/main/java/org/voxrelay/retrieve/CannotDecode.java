package org.voxrelay.retrieve;

import java.io.IOException;

/** A stored image contradicts itself or its frames are damaged; the message is for a person. The store itself is sound. */
public final class CannotDecode extends IOException {
    private static final long serialVersionUID = 1;

    public CannotDecode(Exception cause) {
        super("The pixels cannot be decoded: " + cause.getMessage(), cause);
    }
}
