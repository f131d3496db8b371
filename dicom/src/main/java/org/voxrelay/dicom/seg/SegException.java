package org.voxrelay.dicom.seg;

/** An object is no segmentation that can be read. The message is a sentence for a person and names no patient. */
public class SegException extends Exception {
    private static final long serialVersionUID = 1L;

    public SegException(String message) {
        super(message);
    }
}
