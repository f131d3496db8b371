package org.voxrelay.dicom.io;

import java.io.IOException;

/** The bytes are no DICOM data set, or more than a limit allows. The message is for a person and holds no value. */
public class DicomStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    public DicomStreamException(String message) {
        super(message);
    }

    public DicomStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
