package org.voxrelay.results;

/** The images cannot be segmented as they are; the message is a sentence for a radiographer. */
final class NotAVolume extends Exception {
    private static final long serialVersionUID = 1;

    NotAVolume(String message) {
        super(message);
    }
}
