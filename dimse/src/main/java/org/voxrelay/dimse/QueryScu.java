package org.voxrelay.dimse;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** Sends C-FIND, C-GET and C-MOVE requests and takes their pending responses. */
final class QueryScu {
    /** @return whether to go on */
    @FunctionalInterface
    private interface Pending {
        boolean take(Dialogue.Response response) throws IOException;
    }

    private final Dialogue dialogue;

    QueryScu(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    OperationResult find(String sopClass, Attributes identifier, MatchConsumer consumer) throws IOException {
        Command request = request(Command.C_FIND_RQ, sopClass, Optional.empty());
        Command last = perform(request, identifier, response -> consumer.accept(response.dataset()))
                .command();
        return new OperationResult(last.status(), last.errorComment());
    }

    /** @param destination empty for C-GET */
    RetrieveResult retrieve(
            String sopClass, Attributes identifier, Optional<String> destination, RetrieveProgress.Listener listener)
            throws IOException {
        int field = destination.isPresent() ? Command.C_MOVE_RQ : Command.C_GET_RQ;
        Command request = request(field, sopClass, destination);
        Dialogue.Response last =
                perform(request, identifier, response -> listener.progressed(RetrieveProgress.of(response.command())));
        return new RetrieveResult(
                last.command().status(),
                last.command().errorComment(),
                RetrieveProgress.of(last.command()),
                last.dataset().getStrings(Tag.FailedSOPInstanceUIDList));
    }

    private Command request(int field, String sopClass, Optional<String> destination) throws IOException {
        PresentationContext context = dialogue.context(c -> c.abstractSyntax().equals(sopClass))
                .orElseThrow(() -> new IOException("The peer did not accept " + sopClass));
        return Commands.query(context.id(), field, dialogue.nextMessageId(), sopClass, destination);
    }

    private Dialogue.Response perform(Command request, Attributes identifier, Pending pending) throws IOException {
        dialogue.send(request, identifier);
        boolean wanted = true;
        long cancelled = 0;
        while (true) {
            Dialogue.Response response = dialogue.await(request);
            if (!Status.isPending(response.command().status())) {
                return response;
            }
            if (!wanted
                    && System.nanoTime() - cancelled > dialogue.limits().idle().toNanos()) {
                throw dialogue.layer().refuse("The peer goes on with what was cancelled");
            }
            if (wanted && !take(response, pending)) {
                wanted = false;
                cancelled = System.nanoTime();
                dialogue.send(Commands.cancel(request.contextId(), request.messageId()));
            }
        }
    }

    private boolean take(Dialogue.Response response, Pending pending) throws IOException {
        boolean taken = false;
        try {
            boolean goOn = pending.take(response);
            taken = true;
            return goOn;
        } finally {
            if (!taken) {
                dialogue.layer().abort();
            }
        }
    }
}
