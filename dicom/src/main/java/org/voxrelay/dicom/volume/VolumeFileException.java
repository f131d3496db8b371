package org.voxrelay.dicom.volume;

/** A file is no volume that can be read, or a volume cannot be such a file. The message is a sentence for a person. */
public final class VolumeFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public VolumeFileException(String message) {
        super(message);
    }
}
