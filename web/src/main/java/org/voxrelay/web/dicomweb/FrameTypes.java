package org.voxrelay.web.dicomweb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.web.media.Representation;

/** Media types of frames and the transfer syntaxes that they stand for (PS3.18 tables 8.7.3-2 to 8.7.3-5). */
final class FrameTypes {
    private FrameTypes() {}

    /**
     * What frames can be sent as: first as they are stored, by the name that viewers ask for and by the name of their type.
     *
     * @param syntaxes as stored first
     */
    static List<Representation> offers(List<String> syntaxes, String storedUid) {
        List<Representation> offers = new ArrayList<>();
        for (boolean parts : new boolean[] {true, false}) {
            for (String syntax : syntaxes) {
                if (syntax.equals(storedUid) || syntax.equals(UID.ExplicitVRLittleEndian)) {
                    offers.add(new Representation(MediaTypes.OCTET_STREAM, parts, syntax));
                }
                of(syntax).ifPresent(type -> offers.add(new Representation(type, parts, syntax)));
                older(syntax).ifPresent(type -> offers.add(new Representation(type, parts, syntax)));
            }
        }
        return offers;
    }

    private static Optional<String> of(String transferSyntaxUid) {
        return Optional.ofNullable(
                switch (transferSyntaxUid) {
                    case UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEGLossless, UID.JPEGLosslessSV1 ->
                        "image/jpeg";
                    case UID.RLELossless -> "image/dicom-rle";
                    case UID.JPEGLSLossless, UID.JPEGLSNearLossless -> "image/jls";
                    case UID.JPEG2000Lossless, UID.JPEG2000 -> "image/jp2";
                    case UID.JPEG2000MCLossless, UID.JPEG2000MC -> "image/jpx";
                    case UID.HTJ2KLossless, UID.HTJ2KLosslessRPCL, UID.HTJ2K -> "image/jphc";
                    case "1.2.840.10008.1.2.4.110", "1.2.840.10008.1.2.4.111", "1.2.840.10008.1.2.4.112" -> "image/jxl";
                    case UID.MPEG2MPML, UID.MPEG2MPHL -> "video/mpeg2";
                    case UID.MPEG4HP41, UID.MPEG4HP41BD, UID.MPEG4HP422D, UID.MPEG4HP423D, UID.MPEG4HP42STEREO ->
                        "video/mp4";
                    default -> null;
                });
    }

    /** Names that earlier editions gave them, and clients still ask for. */
    private static Optional<String> older(String transferSyntaxUid) {
        return switch (transferSyntaxUid) {
            case UID.RLELossless -> Optional.of("image/x-dicom-rle");
            case UID.JPEGLSLossless, UID.JPEGLSNearLossless -> Optional.of("image/x-jls");
            default -> Optional.empty();
        };
    }
}
