package org.voxrelay.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** Small images, each of its own study, in the forms that STOW-RS takes. */
final class StowImages {
    static final String STUDIES = "dicom-web/studies";
    static final String RELATED = "multipart/related; boundary=" + StowBody.BOUNDARY;
    static final String JSON = "Content-Type: application/dicom+json";
    static final String OCTETS = "application/octet-stream";
    /** Pixel data are the only value at a location of its own. */
    static final BulkDataUri PIXELS_ELSEWHERE =
            (path, vr, value) -> vr == VR.OW ? Optional.of("bulk/1") : Optional.empty();

    private static final AtomicInteger MADE = new AtomicInteger();

    private StowImages() {}

    /** An image of its own study, nobody's but the caller's. */
    static Attributes image() {
        return image("stow image " + MADE.incrementAndGet());
    }

    static Attributes image(String name) {
        return new Attributes(PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 8, 6, 1), "stow")
                        .instances()
                        .get(0))
                .setString(
                        Tag.StudyInstanceUID, VR.UI, Uid.named(name + " study").value())
                .setString(
                        Tag.SeriesInstanceUID,
                        VR.UI,
                        Uid.named(name + " series").value())
                .setString(
                        Tag.SOPInstanceUID, VR.UI, Uid.named(name + " instance").value());
    }

    static byte[] file(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var meta = FileMetaInformation.of(
                new Uid(uid(image, Tag.SOPClassUID)),
                new Uid(uid(image, Tag.SOPInstanceUID)),
                UID.ExplicitVRLittleEndian);
        try (var out = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN)) {
            out.writeFile(meta, image);
        }
        return bytes.toByteArray();
    }

    static String uid(Attributes image, int tag) {
        return image.getString(tag, "");
    }

    static byte[] json(BulkDataUri bulkData, Attributes... images) throws IOException {
        var bytes = new ByteArrayOutputStream();
        DicomJson.writeArray(List.of(images), bytes, bulkData);
        return bytes.toByteArray();
    }

    static byte[] pixels(Attributes image) {
        return image.getBytes(Tag.PixelData).orElseThrow();
    }

    static String path(Attributes image) {
        return STUDIES + "/" + uid(image, Tag.StudyInstanceUID) + "/series/" + uid(image, Tag.SeriesInstanceUID)
                + "/instances/" + uid(image, Tag.SOPInstanceUID);
    }
}
