package org.voxrelay.retrieve;

/** The instance has no such frame or value; the message is for a person. */
public final class FrameException extends Exception {
    private static final long serialVersionUID = 1;

    FrameException(String message) {
        super(message);
    }
}
