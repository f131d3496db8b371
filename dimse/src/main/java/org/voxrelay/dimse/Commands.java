package org.voxrelay.dimse;

import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** Command sets of requests (PS3.7 sections 9.3 and 10.3). */
final class Commands {
    private static final int MEDIUM_PRIORITY = 0;

    /** Who asked by C-MOVE for an instance that is sent. */
    record MoveOriginator(String aeTitle, int messageId) {}

    private Commands() {}

    static Command echo(int contextId, int messageId, String sopClass) {
        return request(contextId, Command.C_ECHO_RQ, messageId, sopClass, Command.NO_DATA_SET);
    }

    static Command store(int contextId, int messageId, String sopClass, String sopInstance) {
        return store(contextId, messageId, sopClass, sopInstance, Optional.empty());
    }

    static Command store(
            int contextId, int messageId, String sopClass, String sopInstance, Optional<MoveOriginator> originator) {
        Attributes more = new Attributes()
                .setString(Tag.AffectedSOPInstanceUID, VR.UI, sopInstance)
                .setInt(Tag.Priority, VR.US, MEDIUM_PRIORITY);
        originator.ifPresent(origin -> more.setString(Tag.MoveOriginatorApplicationEntityTitle, VR.AE, origin.aeTitle())
                .setInt(Tag.MoveOriginatorMessageID, VR.US, origin.messageId()));
        return request(contextId, Command.C_STORE_RQ, messageId, sopClass, Command.DATA_SET)
                .with(more);
    }

    /** C-FIND, C-GET and C-MOVE; the last has a destination. */
    static Command query(int contextId, int field, int messageId, String sopClass, Optional<String> destination) {
        Attributes more = new Attributes().setInt(Tag.Priority, VR.US, MEDIUM_PRIORITY);
        destination.ifPresent(title -> more.setString(Tag.MoveDestination, VR.AE, title));
        return request(contextId, field, messageId, sopClass, Command.DATA_SET).with(more);
    }

    static Command cancel(int contextId, int messageId) {
        return new Command(
                contextId,
                new Attributes()
                        .setInt(Tag.CommandField, VR.US, Command.C_CANCEL_RQ)
                        .setInt(Tag.MessageIDBeingRespondedTo, VR.US, messageId)
                        .setInt(Tag.CommandDataSetType, VR.US, Command.NO_DATA_SET));
    }

    static Command normalized(int contextId, int messageId, NormalizedMessage message) {
        boolean requested = message.operation().isRequested();
        Attributes set = new Attributes()
                .setString(requested ? Tag.RequestedSOPClassUID : Tag.AffectedSOPClassUID, VR.UI, message.sopClassUid())
                .setInt(Tag.CommandField, VR.US, message.operation().field())
                .setInt(Tag.MessageID, VR.US, messageId)
                .setInt(
                        Tag.CommandDataSetType,
                        VR.US,
                        message.dataset().isEmpty() ? Command.NO_DATA_SET : Command.DATA_SET);
        message.sopInstance()
                .ifPresent(uid -> set.setString(
                        requested ? Tag.RequestedSOPInstanceUID : Tag.AffectedSOPInstanceUID, VR.UI, uid.value()));
        switch (message.operation()) {
            case N_EVENT_REPORT -> set.setInt(Tag.EventTypeID, VR.US, message.typeId());
            case N_ACTION -> set.setInt(Tag.ActionTypeID, VR.US, message.typeId());
            case N_GET -> setTags(set, message);
            case N_SET, N_CREATE, N_DELETE -> {}
        }
        return new Command(contextId, set);
    }

    private static void setTags(Attributes set, NormalizedMessage message) {
        if (!message.attributeTags().isEmpty()) {
            set.setInt(
                    Tag.AttributeIdentifierList,
                    VR.AT,
                    message.attributeTags().stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static Command request(int contextId, int field, int messageId, String sopClass, int dataSetType) {
        return new Command(
                contextId,
                new Attributes()
                        .setInt(Tag.CommandField, VR.US, field)
                        .setInt(Tag.MessageID, VR.US, messageId)
                        .setString(Tag.AffectedSOPClassUID, VR.UI, sopClass)
                        .setInt(Tag.CommandDataSetType, VR.US, dataSetType));
    }
}
