package org.voxrelay.results;

/** The images cannot be segmented as they are; the message is a sentence for a radiographer. */
final class NotAVolume extends Exception {
    private static final long serialVersionUID = 1;

    private final String withoutUids;

    /** @param message without a UID */
    NotAVolume(String message) {
        this(message, message);
    }

    /** @param withoutUids the same for what may be handed on */
    NotAVolume(String message, String withoutUids) {
        super(message);
        this.withoutUids = withoutUids;
    }

    /** The sentence for whoever may not learn which patient it is about. */
    String withoutUids() {
        return withoutUids;
    }
}
