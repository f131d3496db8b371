package org.voxrelay.dicom.pixel;

/** The pixels of an image cannot be read. The message is a sentence for a person and names no patient. */
public class PixelException extends Exception {
    private static final long serialVersionUID = 1L;

    public PixelException(String message) {
        super(message);
    }
}
