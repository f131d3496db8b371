package org.voxrelay.web.media;

/**
 * A form in which something can be sent.
 *
 * @param type media type of the answer, or of each of its parts
 * @param multipart whether it comes as multipart/related (RFC 2387)
 * @param transferSyntaxUid how the type holds pixels; empty for types that have no transfer syntax
 */
public record Representation(String type, boolean multipart, String transferSyntaxUid) {
    private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    /** In one part. */
    public static Representation single(String type) {
        return new Representation(type, false, "");
    }

    /** In parts. */
    public static Representation parts(String type) {
        return new Representation(type, true, "");
    }

    /** The same in another transfer syntax. */
    public Representation in(String uid) {
        return new Representation(type, multipart, uid);
    }

    /**
     * Whether a range that names no transfer syntax means this one: Explicit VR Little Endian for DICOM files and plain
     * pixels (PS3.18 sections 8.7.3.2, 8.7.3.3). Types of compressed pixels are sent as they are stored.
     */
    boolean isInDefaultSyntax() {
        return transferSyntaxUid.isEmpty()
                || !type.startsWith("application/")
                || transferSyntaxUid.equals(EXPLICIT_VR_LITTLE_ENDIAN);
    }
}
