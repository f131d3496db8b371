package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;

/** Answers C-STORE requests (PS3.7 section 9.3.1, PS3.4 Annex B). */
final class StoreScp {
    private static final Logger LOG = System.getLogger(StoreScp.class.getName());

    private final Dialogue dialogue;
    private final Services services;

    StoreScp(Dialogue dialogue, Services services) {
        this.dialogue = dialogue;
        this.services = services;
    }

    /** Reads the data set to its end and answers. */
    void store(Command command, PresentationContext context) throws IOException {
        MessageInput.DataSet dataset = dialogue.dataSet(command);
        Optional<StoreService> service = services.storeAs(
                        context.abstractSyntax(), dialogue.info().offer().related())
                .map(Services.Store::service);
        Optional<StoreResult> refused = check(command, context, service.isPresent());
        StoreResult result =
                refused.isPresent() ? refused.get() : call(service.orElseThrow(), command, context, dataset);
        dataset.drain(dialogue.limits().drainBytes());
        dialogue.send(command.response(result.status(), result.errorComment()));
    }

    private static Optional<StoreResult> check(Command command, PresentationContext context, boolean storage) {
        if (!storage || !command.sopClassUid().equals(context.abstractSyntax())) {
            return Optional.of(new StoreResult(
                    Status.SOP_CLASS_NOT_SUPPORTED, "SOP Class differs from the one of the presentation context"));
        }
        if (command.sopInstanceUid().isEmpty()) {
            return Optional.of(new StoreResult(Status.MISSING_ATTRIBUTE, "Affected SOP Instance UID is missing"));
        }
        if (!Uid.isValid(command.sopInstanceUid())) {
            return Optional.of(
                    new StoreResult(Status.INVALID_OBJECT_INSTANCE, "Affected SOP Instance UID is not a UID"));
        }
        return Optional.empty();
    }

    private StoreResult call(
            StoreService service, Command command, PresentationContext context, MessageInput.DataSet dataset)
            throws AssociationException {
        StoreRequest request = new StoreRequest(
                dialogue.info(),
                context.abstractSyntax(),
                command.sopInstanceUid(),
                context.transferSyntax(),
                command.set().getString(Tag.MoveOriginatorApplicationEntityTitle));
        try {
            return service.store(request, dataset);
        } catch (AssociationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "Storing SOP instance " + command.sopInstanceUid() + " failed", e);
            return new StoreResult(Status.PROCESSING_FAILURE, "The instance could not be stored");
        }
    }
}
