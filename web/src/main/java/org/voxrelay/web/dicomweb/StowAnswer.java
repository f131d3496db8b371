package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dicom.xml.DicomXml;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.ingest.Refusal;

/** The Store Instances Response (PS3.18 section 10.5.3): the only place that chooses its status and Failure Reasons. */
final class StowAnswer {
    static final String DICOM_XML = "application/dicom+xml";

    private final URI base;
    private final Attributes response = new Attributes();
    private int stored;
    private int refused;
    private int warned;

    /** @param base of the DICOMweb service, ending in a slash */
    StowAnswer(URI base) {
        this.base = base;
    }

    int size() {
        return stored + refused;
    }

    void add(IngestResult result) {
        add(result, Optional.empty());
    }

    /** @param warning of one that was stored */
    void add(IngestResult result, Optional<Warning> warning) {
        if (result instanceof Stored instance) {
            stored++;
            Attributes item = response.newItem(Tag.ReferencedSOPSequence)
                    .setString(
                            Tag.ReferencedSOPClassUID,
                            VR.UI,
                            instance.sopClass().value())
                    .setString(
                            Tag.ReferencedSOPInstanceUID,
                            VR.UI,
                            instance.sopInstance().value())
                    .setString(
                            Tag.RetrieveURL,
                            VR.UR,
                            base + "studies/" + instance.study().value() + "/series/"
                                    + instance.series().value() + "/instances/"
                                    + instance.sopInstance().value());
            if (warning.isPresent()) {
                warned++;
                item.setInt(Tag.WarningReason, VR.US, warning.get().reason());
            }
            if (!response.contains(Tag.RetrieveURL)) {
                response.setString(
                        Tag.RetrieveURL,
                        VR.UR,
                        base + "studies/" + instance.study().value());
            }
        } else if (result instanceof Refused instance) {
            refused++;
            // The Standard has no place for words beside the reason; without UIDs there is nothing to name.
            Attributes item = instance.sopInstance().isPresent()
                    ? response.newItem(Tag.FailedSOPSequence)
                            .setString(
                                    Tag.ReferencedSOPClassUID,
                                    VR.UI,
                                    instance.sopClass().orElse(""))
                            .setString(
                                    Tag.ReferencedSOPInstanceUID,
                                    VR.UI,
                                    instance.sopInstance().get())
                    : response.newItem(Tag.OtherFailuresSequence);
            item.setInt(Tag.FailureReason, VR.US, reason(instance.why()));
        }
    }

    /** Failure Reason (0008,1197): PS3.18 section 10.5.3.1.4 and the statuses of PS3.4 Table B.2-1. */
    private static int reason(Refusal why) {
        return switch (why) {
            case OUT_OF_RESOURCES, TOO_LONG -> 0xA700;
            case MISMATCH, OTHER_STUDY -> 0xA900;
            case UNREADABLE -> 0xC000;
            case DUPLICATE -> 0x0111;
            case TRANSFER_SYNTAX -> 0xC122;
        };
    }

    /** @param xml whether as a Native DICOM Model, otherwise as DICOM JSON */
    Response build(boolean xml) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (xml) {
            DicomXml.write(response, bytes, BulkDataUri.INLINE);
        } else {
            DicomJson.write(response, bytes, BulkDataUri.INLINE);
        }
        return Response.status(status())
                .type(xml ? DICOM_XML : MediaTypes.DICOM_JSON)
                .entity(bytes.toByteArray())
                .build();
    }

    private int status() {
        if (size() == 0) {
            return 400;
        }
        if (refused == 0 && warned == 0) {
            return 200;
        }
        return stored == 0 ? 409 : 202;
    }
}
