package org.voxrelay.dicom.codec;

import org.voxrelay.dicom.dict.UID;

/** The ways in which frames are coded, each with what does it. */
enum Coding {
    NONE("the data set's own form"),
    RLE("Voxrelay"),
    DEFLATED_FRAME("java.util.zip"),
    UNCOMPRESSED_FRAME("Voxrelay"),
    JPEG("the JDK for 8 bits (codec process), Voxrelay for 12 bits"),
    JPEG_LOSSLESS("Voxrelay"),
    JPEG_LS("CharLS (codec process)"),
    JPEG_2000("OpenJPEG (codec process)"),
    OTHER("no decoder");

    /** Deflated Image Frame Compression, younger than the tables that {@link UID} is made from. */
    static final String DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1";

    private final String by;

    Coding(String by) {
        this.by = by;
    }

    String by() {
        return by;
    }

    static Coding of(String transferSyntaxUid) {
        return switch (transferSyntaxUid) {
            case UID.ImplicitVRLittleEndian,
                    UID.ExplicitVRLittleEndian,
                    UID.ExplicitVRBigEndian,
                    UID.DeflatedExplicitVRLittleEndian -> NONE;
            case UID.RLELossless -> RLE;
            case DEFLATED_IMAGE_FRAME -> DEFLATED_FRAME;
            case UID.EncapsulatedUncompressedExplicitVRLittleEndian -> UNCOMPRESSED_FRAME;
            case UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit -> JPEG;
            case UID.JPEGLossless, UID.JPEGLosslessSV1 -> JPEG_LOSSLESS;
            case UID.JPEGLSLossless, UID.JPEGLSNearLossless -> JPEG_LS;
            case UID.JPEG2000Lossless, UID.JPEG2000, UID.HTJ2KLossless, UID.HTJ2KLosslessRPCL, UID.HTJ2K -> JPEG_2000;
            default -> OTHER;
        };
    }

    /** Whether frames of this transfer syntax are written; others of the same coding are only read. */
    boolean encodes(String transferSyntaxUid) {
        return switch (this) {
            case NONE -> !transferSyntaxUid.equals(UID.ExplicitVRBigEndian);
            case RLE, DEFLATED_FRAME, UNCOMPRESSED_FRAME -> true;
            case JPEG_LOSSLESS -> transferSyntaxUid.equals(UID.JPEGLosslessSV1);
            case JPEG_LS -> transferSyntaxUid.equals(UID.JPEGLSLossless);
            case JPEG, JPEG_2000, OTHER -> false;
        };
    }
}
