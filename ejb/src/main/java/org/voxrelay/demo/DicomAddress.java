package org.voxrelay.demo;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dimse.AssociationRequest;

/** Where to send images: {@code AET@HOST:PORT}. */
record DicomAddress(String aeTitle, String host, int port) {
    private static final Pattern FORM = Pattern.compile("([^@]{1,16})@(.+):(\\d{1,5})");

    static DicomAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not of the form AET@HOST:PORT: " + text);
        }
        return new DicomAddress(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
    }

    /** @return how many images were refused */
    int send(PhantomSeries series) throws IOException {
        int refused = 0;
        var request = AssociationRequest.to(host, port)
                .callingAeTitle("CT_DEMO")
                .calledAeTitle(aeTitle)
                .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        try (var association = request.open()) {
            for (Attributes image : series.instances()) {
                var result = association.store(
                        new Uid(UID.CTImageStorage),
                        new Uid(image.getString(Tag.SOPInstanceUID, "")),
                        UID.ExplicitVRLittleEndian,
                        out -> {
                            var dicom = new DicomOutputStream(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
                            dicom.writeDataset(image);
                            dicom.flush();
                        });
                refused += result.isStored() ? 0 : 1;
            }
            association.release();
        }
        return refused;
    }
}
