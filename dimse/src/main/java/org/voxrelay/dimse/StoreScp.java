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

    /** PS3.7 Annex C. */
    private static final int PROCESSING_FAILURE = 0x0110;

    private static final int MISSING_ATTRIBUTE = 0x0120;
    private static final int INVALID_OBJECT_INSTANCE = 0x0117;
    private static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;

    private final StoreService service;
    private final AssociationPolicy.Offer who;
    private final long drainBytes;

    StoreScp(StoreService service, AssociationPolicy.Offer who, long drainBytes) {
        this.service = service;
        this.who = who;
        this.drainBytes = drainBytes;
    }

    /** Reads the data set to its end. */
    StoreResult store(Command command, PresentationContext context, boolean storage, MessageInput.DataSet dataset)
            throws IOException {
        Optional<StoreResult> refused = check(command, context, storage);
        StoreResult result = refused.isPresent() ? refused.get() : call(command, context, dataset);
        dataset.drain(drainBytes);
        return result;
    }

    private static Optional<StoreResult> check(Command command, PresentationContext context, boolean storage) {
        if (!storage || !command.sopClassUid().equals(context.abstractSyntax())) {
            return Optional.of(new StoreResult(
                    SOP_CLASS_NOT_SUPPORTED, "SOP Class differs from the one of the presentation context"));
        }
        if (command.sopInstanceUid().isEmpty()) {
            return Optional.of(new StoreResult(MISSING_ATTRIBUTE, "Affected SOP Instance UID is missing"));
        }
        if (!Uid.isValid(command.sopInstanceUid())) {
            return Optional.of(new StoreResult(INVALID_OBJECT_INSTANCE, "Affected SOP Instance UID is not a UID"));
        }
        return Optional.empty();
    }

    private StoreResult call(Command command, PresentationContext context, MessageInput.DataSet dataset)
            throws AssociationException {
        StoreRequest request = new StoreRequest(
                who.callingAeTitle(),
                who.calledAeTitle(),
                who.peer(),
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
            return new StoreResult(PROCESSING_FAILURE, "The instance could not be stored");
        }
    }
}
