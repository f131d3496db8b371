package org.voxrelay.dimse;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/** Sends instances by C-STORE: one after the other, or several before the first is answered. */
final class StoreScu {
    private record Sent(Command request, Consumer<StoreResult> listener) {}

    private final Dialogue dialogue;
    private final Queue<Sent> unanswered = new ArrayDeque<>();

    StoreScu(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    Optional<PresentationContext> contextFor(String sopClassUid, String transferSyntaxUid) {
        return dialogue.context(context -> context.requesterIsScu()
                && context.abstractSyntax().equals(sopClassUid)
                && context.transferSyntax().equals(transferSyntaxUid));
    }

    PresentationContext contextFor(OutgoingInstance instance) throws IOException {
        return instance.transferSyntaxUids().stream()
                .flatMap(syntax -> contextFor(instance.sopClass().value(), syntax).stream())
                .findFirst()
                .orElseThrow(() -> new IOException("The peer accepted no context for " + instance.sopClass() + " in "
                        + String.join(" or ", instance.transferSyntaxUids())));
    }

    StoreResult store(Command request, DataSetWriter dataset) throws IOException {
        awaitAll();
        dialogue.send(request, dataset);
        Command response = dialogue.await(request).command();
        return new StoreResult(response.status(), response.errorComment());
    }

    /** Returns when the instance is sent; waits before while as many are unanswered as the peer allows. */
    void storeLater(Command request, DataSetWriter dataset, Consumer<StoreResult> listener) throws IOException {
        int window = dialogue.info().window().invoked();
        while (unanswered.size() >= window) {
            dialogue.receive();
            tellAll();
        }
        dialogue.send(request, dataset);
        unanswered.add(new Sent(request, listener));
        dialogue.receiveArrived();
        tellAll();
    }

    /** Responses may come in any order. */
    private void tellAll() throws IOException {
        for (int i = unanswered.size(); i > 0; i--) {
            Sent sent = unanswered.remove();
            Optional<Dialogue.Response> response = dialogue.poll(sent.request());
            if (response.isPresent()) {
                Command answer = response.get().command();
                sent.listener().accept(new StoreResult(answer.status(), answer.errorComment()));
            } else {
                unanswered.add(sent);
            }
        }
    }

    void awaitAll() throws IOException {
        while (!unanswered.isEmpty()) {
            dialogue.receive();
            tellAll();
        }
    }
}
