package org.voxrelay.dimse;

import java.io.IOException;
import java.util.Optional;
import org.voxrelay.dicom.data.Uid;

/** Sends requests of the DIMSE-N services, from either side of an association. */
final class NormalizedScu {
    private final Dialogue dialogue;

    NormalizedScu(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** @throws IOException if the abstract syntax was not accepted, or the association is over */
    NormalizedResult perform(String abstractSyntax, NormalizedMessage message) throws IOException {
        PresentationContext context = dialogue.context(c -> c.abstractSyntax().equals(abstractSyntax))
                .orElseThrow(() -> new IOException("No context was accepted for " + abstractSyntax));
        Command request = Commands.normalized(context.id(), dialogue.nextMessageId(), message);
        if (message.dataset().isEmpty()) {
            dialogue.send(request);
        } else {
            dialogue.send(request, message.dataset());
        }
        Dialogue.Response response = dialogue.await(request);
        Command answer = response.command();
        return new NormalizedResult(
                answer.status(),
                answer.errorComment(),
                Optional.of(answer.sopInstanceUid()).filter(Uid::isValid).map(Uid::new),
                response.dataset());
    }
}
