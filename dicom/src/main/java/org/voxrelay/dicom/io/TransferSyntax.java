package org.voxrelay.dicom.io;

import org.voxrelay.dicom.dict.UID;

/**
 * How a data set is written as bytes (PS3.5 chapter 10).
 *
 * @param encapsulated whether Pixel Data may come as fragments; in itself no statement about compression
 */
public record TransferSyntax(
        String uid, boolean explicitVr, boolean bigEndian, boolean deflated, boolean encapsulated) {
    public static final TransferSyntax IMPLICIT_LITTLE_ENDIAN =
            new TransferSyntax(UID.ImplicitVRLittleEndian, false, false, false, false);
    public static final TransferSyntax EXPLICIT_LITTLE_ENDIAN =
            new TransferSyntax(UID.ExplicitVRLittleEndian, true, false, false, false);
    public static final TransferSyntax EXPLICIT_BIG_ENDIAN =
            new TransferSyntax(UID.ExplicitVRBigEndian, true, true, false, false);
    public static final TransferSyntax DEFLATED_LITTLE_ENDIAN =
            new TransferSyntax(UID.DeflatedExplicitVRLittleEndian, true, false, true, false);

    /** @return the syntax of this UID; an unknown one is explicit VR little endian, encapsulated (PS3.5 section A.4) */
    public static TransferSyntax of(String uid) {
        return switch (uid) {
            case UID.ImplicitVRLittleEndian -> IMPLICIT_LITTLE_ENDIAN;
            case UID.ExplicitVRLittleEndian -> EXPLICIT_LITTLE_ENDIAN;
            case UID.ExplicitVRBigEndian -> EXPLICIT_BIG_ENDIAN;
            // GE's private syntax differs in the byte order of Pixel Data only
            case "1.2.840.113619.5.2" -> new TransferSyntax(uid, false, false, false, false);
            case UID.DeflatedExplicitVRLittleEndian -> DEFLATED_LITTLE_ENDIAN;
            case UID.JPIPReferencedDeflate, UID.JPIPHTJ2KReferencedDeflate ->
                new TransferSyntax(uid, true, false, true, false);
            default -> new TransferSyntax(uid, true, false, false, true);
        };
    }
}
