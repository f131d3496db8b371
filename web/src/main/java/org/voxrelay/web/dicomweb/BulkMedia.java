package org.voxrelay.web.dicomweb;

import java.util.Map;
import java.util.Optional;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.TransferSyntax;

/** Which transfer syntax the pixel data of a bulk data part are in (PS3.18 section 8.7.3.3, Tables 8.7.3-4 and 8.7.3-5). */
final class BulkMedia {
    /** What a type means that comes without the parameter {@code transfer-syntax}. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "image/jpeg", UID.JPEGLosslessSV1,
            "image/dicom-rle", UID.RLELossless,
            "image/jls", UID.JPEGLSLossless,
            "image/jp2", UID.JPEG2000Lossless,
            "image/jpx", UID.JPEG2000MCLossless,
            "image/jphc", UID.HTJ2KLossless,
            "image/jxl", "1.2.840.10008.1.2.4.110",
            "video/mpeg", UID.MPEG2MPML,
            "video/mpeg2", UID.MPEG2MPML,
            "video/mp4", UID.MPEG4HP41);

    private BulkMedia() {}

    /**
     * @param metadataSyntax what the metadata name (0002,0010), which some senders add; counts for bytes of no other type
     * @return empty if the type is none of pixel data, or the parameter is no UID
     */
    static Optional<TransferSyntax> syntaxOf(PartHead head, Optional<String> metadataSyntax) {
        Optional<String> named = head.parameter("transfer-syntax");
        if (head.mediaType().equals(MediaTypes.OCTET_STREAM)) {
            named = named.or(() -> metadataSyntax).or(() -> Optional.of(UID.ExplicitVRLittleEndian));
        } else if (DEFAULTS.containsKey(head.mediaType())) {
            named = named.or(() -> Optional.of(DEFAULTS.get(head.mediaType())));
        } else {
            named = Optional.empty();
        }
        return named.filter(Uid::isValid).map(TransferSyntax::of);
    }

    /** Whether all frames are one stream; of images each frame is a part. */
    static boolean isVideo(TransferSyntax syntax) {
        return syntax.uid().startsWith("1.2.840.10008.1.2.4.10");
    }
}
