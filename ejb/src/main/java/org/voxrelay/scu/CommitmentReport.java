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
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.json.BulkDataUri;
import org.voxrelay.dicom.json.DicomJson;
import org.voxrelay.dimse.Status;
import org.voxrelay.dimse.StorageCommitment.Failure;
import org.voxrelay.dimse.StorageCommitment.Item;
import org.voxrelay.dimse.StorageCommitment.Report;

/**
 * The answer to a request for storage commitment (PS3.4 section J.3.3), found out at the moment when it is sent. An instance
 * that the archive finds is safe: it acknowledges none before its bytes are on the disk.
 */
public final class CommitmentReport {
    private final InstanceIndex index;

    public CommitmentReport(InstanceIndex index) {
        this.index = index;
    }

    /** What is safe of the items, and what is not and why. */
    public Report of(Uid transaction, List<Item> items) {
        var safe = new ArrayList<Item>();
        var failed = new ArrayList<Failure>();
        for (Item item : items) {
            Optional<Integer> reason = failure(item);
            if (reason.isPresent()) {
                failed.add(new Failure(item, reason.get()));
            } else {
                safe.add(item);
            }
        }
        return new Report(transaction, safe, failed);
    }

    private Optional<Integer> failure(Item item) {
        Optional<StoredInstance> stored = index.find(item.sopInstanceUid());
        if (stored.isEmpty()) {
            return Optional.of(Status.NO_SUCH_SOP_INSTANCE);
        }
        return stored.get().sopClassUid().equals(item.sopClassUid())
                ? Optional.empty()
                : Optional.of(Status.CLASS_INSTANCE_CONFLICT);
    }

    /** The form in which items wait: the Action Information of the request as DICOM JSON. */
    public static String toJson(Attributes actionInformation) {
        var kept = new Attributes().addSelected(actionInformation, Tag.TransactionUID, Tag.ReferencedSOPSequence);
        var bytes = new ByteArrayOutputStream();
        try {
            DicomJson.write(kept, bytes, BulkDataUri.INLINE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    static List<Item> items(String json) throws IOException {
        var action = DicomJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
        return action.getItems(Tag.ReferencedSOPSequence).stream()
                .map(item -> new Item(
                        item.getString(Tag.ReferencedSOPClassUID, ""),
                        item.getString(Tag.ReferencedSOPInstanceUID, "")))
                .toList();
    }
}
