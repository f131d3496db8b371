package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;

/** Answers C-FIND requests (PS3.7 section 9.3.2, PS3.4 section C.4.1). */
final class FindScp {
    private static final Logger LOG = System.getLogger(FindScp.class.getName());

    private final Dialogue dialogue;
    private final Services services;

    FindScp(Dialogue dialogue, Services services) {
        this.dialogue = dialogue;
        this.services = services;
    }

    void find(Command command, PresentationContext context) throws IOException {
        String sopClass = context.abstractSyntax();
        Optional<Services.Find> found = services.find(sopClass);
        if (found.isEmpty()) {
            ServiceProvider.refuse(dialogue, command, Status.UNRECOGNIZED_OPERATION, "This class has no C-FIND");
            return;
        }
        Optional<Attributes> identifier = dialogue.readDataSet(command);
        if (identifier.isEmpty()) {
            dialogue.send(command.response(Status.UNABLE_TO_PROCESS, "The identifier cannot be read"));
            return;
        }
        FindRequest request = new FindRequest(
                dialogue.info(), sopClass, identifier.get(), dialogue.info().findOptions(sopClass));
        PendingMatches matches = new PendingMatches(command);
        OperationResult result = call(found.get().service(), request, matches);
        boolean cancelled = matches.told && result.isSuccess();
        dialogue.send(command.response(cancelled ? Status.CANCEL : result.status(), result.errorComment()));
    }

    private static OperationResult call(FindService service, FindRequest request, PendingMatches matches)
            throws AssociationException {
        try {
            return service.find(request, matches);
        } catch (AssociationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "A query of class " + request.sopClassUid() + " failed", e);
            return new OperationResult(Status.UNABLE_TO_PROCESS, "The query failed");
        }
    }

    private final class PendingMatches implements FindService.Matches {
        private final Command command;
        private boolean told;

        PendingMatches(Command command) {
            this.command = command;
        }

        @Override
        public boolean send(Attributes match, boolean allKeysSupported) throws IOException {
            if (isCancelled()) {
                return false;
            }
            int status = allKeysSupported ? Status.PENDING : Status.PENDING_WITHOUT_OPTIONAL_KEYS;
            dialogue.send(command.response(status, "").withDataSet(), match);
            return true;
        }

        @Override
        public boolean isCancelled() throws IOException {
            told |= dialogue.isCancelled();
            return told;
        }
    }
}
