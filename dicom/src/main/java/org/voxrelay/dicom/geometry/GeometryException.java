package org.voxrelay.dicom.geometry;

/** An image does not say where it lies. The message is a sentence for a person and names no patient. */
public class GeometryException extends Exception {
    private static final long serialVersionUID = 1L;

    public GeometryException(String message) {
        super(message);
    }
}
