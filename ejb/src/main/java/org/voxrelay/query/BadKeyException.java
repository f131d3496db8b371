package org.voxrelay.query;

/** A key's value has no form that the Standard knows; the message says which and is for a person. */
public final class BadKeyException extends Exception {
    private static final long serialVersionUID = 1;

    BadKeyException(String message) {
        super(message);
    }
}
