package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** Answers requests of the DIMSE-N services (PS3.7 section 10.3). */
final class NormalizedScp {
    private static final Logger LOG = System.getLogger(NormalizedScp.class.getName());

    private final Dialogue dialogue;
    private final Services services;
    private final PeerLink link;

    NormalizedScp(Dialogue dialogue, Services services, PeerLink link) {
        this.dialogue = dialogue;
        this.services = services;
        this.link = link;
    }

    void perform(NormalizedOperation operation, Command command, PresentationContext context) throws IOException {
        Optional<NormalizedService> service = services.normalized(context.abstractSyntax());
        if (service.isEmpty()) {
            ServiceProvider.refuse(dialogue, command, Status.UNRECOGNIZED_OPERATION, "This operation is not served");
            return;
        }
        Optional<Attributes> dataset =
                command.hasDataSet() ? dialogue.readDataSet(command) : Optional.of(new Attributes(0));
        if (dataset.isEmpty()) {
            answer(
                    operation,
                    command,
                    NormalizedResult.failure(Status.PROCESSING_FAILURE, "The data set cannot be read"));
            return;
        }
        String sopClass = sopClass(operation, command);
        String instance = instance(operation, command);
        if (!Uid.isValid(sopClass) || !(Uid.isValid(instance) || canBeAbsent(operation, instance))) {
            answer(
                    operation,
                    command,
                    NormalizedResult.failure(
                            Status.INVALID_OBJECT_INSTANCE, "The command does not name a SOP class and instance"));
            return;
        }
        NormalizedMessage message = new NormalizedMessage(
                operation,
                sopClass,
                Optional.of(instance).filter(uid -> !uid.isEmpty()).map(Uid::new),
                typeId(operation, command),
                tags(command),
                dataset.get());
        answer(operation, command, call(service.get(), message, context));
    }

    private static boolean canBeAbsent(NormalizedOperation operation, String instance) {
        return operation == NormalizedOperation.N_CREATE && instance.isEmpty();
    }

    private static String sopClass(NormalizedOperation operation, Command command) {
        int tag = operation.isRequested() ? Tag.RequestedSOPClassUID : Tag.AffectedSOPClassUID;
        return command.set().getString(tag, "");
    }

    private static String instance(NormalizedOperation operation, Command command) {
        int tag = operation.isRequested() ? Tag.RequestedSOPInstanceUID : Tag.AffectedSOPInstanceUID;
        return command.set().getString(tag, "");
    }

    private static int typeId(NormalizedOperation operation, Command command) {
        return switch (operation) {
            case N_EVENT_REPORT -> command.set().getInt(Tag.EventTypeID, 0);
            case N_ACTION -> command.set().getInt(Tag.ActionTypeID, 0);
            case N_GET, N_SET, N_CREATE, N_DELETE -> 0;
        };
    }

    private static List<Integer> tags(Command command) {
        return Arrays.stream(command.set().getInts(Tag.AttributeIdentifierList))
                .boxed()
                .toList();
    }

    private NormalizedResult call(NormalizedService service, NormalizedMessage message, PresentationContext context) {
        try {
            return service.perform(new NormalizedRequest(dialogue.info(), context.abstractSyntax(), message, link));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, message.operation() + " of class " + message.sopClassUid() + " failed", e);
            return NormalizedResult.failure(Status.PROCESSING_FAILURE, "The operation failed");
        }
    }

    private void answer(NormalizedOperation operation, Command command, NormalizedResult result) throws IOException {
        String instance = result.sopInstance().map(Uid::value).orElseGet(() -> instance(operation, command));
        Attributes more = new Attributes().setString(Tag.AffectedSOPClassUID, VR.UI, sopClass(operation, command));
        if (!instance.isEmpty()) {
            more.setString(Tag.AffectedSOPInstanceUID, VR.UI, instance);
        }
        switch (operation) {
            case N_EVENT_REPORT -> more.setInt(Tag.EventTypeID, VR.US, typeId(operation, command));
            case N_ACTION -> more.setInt(Tag.ActionTypeID, VR.US, typeId(operation, command));
            case N_GET, N_SET, N_CREATE, N_DELETE -> {}
        }
        Command response =
                command.response(result.status(), result.errorComment()).with(more);
        if (result.dataset().isEmpty()) {
            dialogue.send(response);
        } else {
            dialogue.send(response.withDataSet(), result.dataset());
        }
    }
}
