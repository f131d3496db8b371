package org.voxrelay.dimse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;

/** The messages of the Storage Commitment Push Model (PS3.4 Annex J). */
public final class StorageCommitment {
    /** Its SOP class, which is the abstract syntax too. */
    public static final String SOP_CLASS = UID.StorageCommitmentPushModel;

    private static final Uid INSTANCE = new Uid(UID.StorageCommitmentPushModelInstance);
    private static final int REQUEST_ACTION = 1;
    private static final int ALL_COMMITTED = 1;
    private static final int FAILURES_EXIST = 2;

    private StorageCommitment() {}

    /** One instance that is to be kept. */
    public record Item(String sopClassUid, String sopInstanceUid) {}

    /** @param reason a Failure Reason of PS3.3 section C.14.1.1, such as 0112 for an instance that is not there */
    public record Failure(Item item, int reason) {}

    /** What is to be committed. */
    public record Request(Uid transaction, List<Item> items) {
        public Request {
            items = List.copyOf(items);
        }

        public NormalizedMessage message() {
            Attributes action = new Attributes().setString(Tag.TransactionUID, transaction.value());
            write(action.newSequence(Tag.ReferencedSOPSequence), items);
            return NormalizedMessage.action(SOP_CLASS, INSTANCE, REQUEST_ACTION, action);
        }

        /** @return empty if this is no such request, or not all of its references name an instance */
        public static Optional<Request> of(NormalizedMessage message) {
            List<Item> items = itemsOf(message.dataset(), Tag.ReferencedSOPSequence);
            boolean action = message.operation() == NormalizedOperation.N_ACTION && message.typeId() == REQUEST_ACTION;
            boolean complete = !items.isEmpty() && items.stream().allMatch(item -> Uid.isValid(item.sopInstanceUid()));
            return action && complete
                    ? transactionOf(message.dataset()).map(transaction -> new Request(transaction, items))
                    : Optional.empty();
        }
    }

    /** What was committed and what not. */
    public record Report(Uid transaction, List<Item> committed, List<Failure> failed) {
        public Report {
            committed = List.copyOf(committed);
            failed = List.copyOf(failed);
        }

        public NormalizedMessage message() {
            Attributes event = new Attributes().setString(Tag.TransactionUID, transaction.value());
            if (!committed.isEmpty()) {
                write(event.newSequence(Tag.ReferencedSOPSequence), committed);
            }
            if (!failed.isEmpty()) {
                Sequence sequence = event.newSequence(Tag.FailedSOPSequence);
                for (Failure failure : failed) {
                    write(sequence.newItem(), failure.item()).setInt(Tag.FailureReason, failure.reason());
                }
            }
            int type = failed.isEmpty() ? ALL_COMMITTED : FAILURES_EXIST;
            return NormalizedMessage.eventReport(SOP_CLASS, INSTANCE, type, event);
        }

        /** @return empty if this is no such report */
        public static Optional<Report> of(NormalizedMessage message) {
            boolean report = message.operation() == NormalizedOperation.N_EVENT_REPORT
                    && (message.typeId() == ALL_COMMITTED || message.typeId() == FAILURES_EXIST);
            Attributes event = message.dataset();
            return report
                    ? transactionOf(event)
                            .map(transaction -> new Report(
                                    transaction, itemsOf(event, Tag.ReferencedSOPSequence), failuresOf(event)))
                    : Optional.empty();
        }

        private static List<Failure> failuresOf(Attributes event) {
            List<Failure> failures = new ArrayList<>();
            for (Attributes item : event.getItems(Tag.FailedSOPSequence)) {
                failures.add(new Failure(item(item), item.getInt(Tag.FailureReason, Status.PROCESSING_FAILURE)));
            }
            return failures;
        }
    }

    private static Optional<Uid> transactionOf(Attributes dataset) {
        return dataset.getString(Tag.TransactionUID).filter(Uid::isValid).map(Uid::new);
    }

    private static List<Item> itemsOf(Attributes dataset, int sequence) {
        return dataset.getItems(sequence).stream().map(StorageCommitment::item).toList();
    }

    private static Item item(Attributes item) {
        return new Item(
                item.getString(Tag.ReferencedSOPClassUID, ""), item.getString(Tag.ReferencedSOPInstanceUID, ""));
    }

    private static void write(Sequence sequence, List<Item> items) {
        items.forEach(item -> write(sequence.newItem(), item));
    }

    private static Attributes write(Attributes into, Item item) {
        return into.setString(Tag.ReferencedSOPClassUID, item.sopClassUid())
                .setString(Tag.ReferencedSOPInstanceUID, item.sopInstanceUid());
    }
}
