package org.voxrelay.scu;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dimse.NormalizedMessage;

/**
 * The answer to a request for storage commitment (PS3.4 section J.3.3), found out at the moment when it is sent. An instance
 * that the archive finds is safe: it acknowledges none before its bytes are on the disk.
 */
public final class CommitmentReport {
    /** All are safe. */
    public static final int SUCCESS = 1;
    /** Some are not. */
    public static final int FAILURES_EXIST = 2;

    static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    static final int CLASS_INSTANCE_CONFLICT = 0x0119;

    private final InstanceIndex index;
    private final String aeTitle;

    /** @param aeTitle ours, from which the instances can be retrieved */
    public CommitmentReport(InstanceIndex index, String aeTitle) {
        this.index = index;
        this.aeTitle = aeTitle;
    }

    /** @param request Action Information of the N-ACTION: Transaction UID and Referenced SOP Sequence */
    public NormalizedMessage of(Attributes request) {
        var safe = new ArrayList<Attributes>();
        var failed = new ArrayList<Attributes>();
        for (Attributes reference : request.getItems(Tag.ReferencedSOPSequence)) {
            Optional<Integer> reason = failure(reference);
            Attributes item =
                    new Attributes().addSelected(reference, Tag.ReferencedSOPClassUID, Tag.ReferencedSOPInstanceUID);
            if (reason.isPresent()) {
                failed.add(item.setInt(Tag.FailureReason, VR.US, reason.get()));
            } else {
                safe.add(item.setString(Tag.RetrieveAETitle, VR.AE, aeTitle));
            }
        }
        return NormalizedMessage.eventReport(
                UID.StorageCommitmentPushModel,
                new Uid(UID.StorageCommitmentPushModelInstance),
                failed.isEmpty() ? SUCCESS : FAILURES_EXIST,
                event(request, safe, failed));
    }

    private static Attributes event(Attributes request, List<Attributes> safe, List<Attributes> failed) {
        var event = new Attributes().addSelected(request, Tag.TransactionUID);
        if (!safe.isEmpty()) {
            event.setSequence(Tag.ReferencedSOPSequence, safe);
        }
        if (!failed.isEmpty()) {
            event.setSequence(Tag.FailedSOPSequence, failed);
        }
        return event;
    }

    private Optional<Integer> failure(Attributes reference) {
        Optional<StoredInstance> stored = index.find(reference.getString(Tag.ReferencedSOPInstanceUID, ""));
        if (stored.isEmpty()) {
            return Optional.of(NO_SUCH_OBJECT_INSTANCE);
        }
        return stored.get().sopClassUid().equals(reference.getString(Tag.ReferencedSOPClassUID, ""))
                ? Optional.empty()
                : Optional.of(CLASS_INSTANCE_CONFLICT);
    }

    /** The form in which a request waits. */
    public static String toJson(Attributes request) {
        var bytes = new ByteArrayOutputStream();
        try {
            DicomJson.write(request, bytes, BulkDataUri.INLINE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static Attributes fromJson(String json) throws IOException {
        return DicomJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
