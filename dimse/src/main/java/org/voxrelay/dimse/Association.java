package org.voxrelay.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.state.State;

/** An open association from the requester's side; made by {@link AssociationRequest#open()}. For one thread at a time. */
public final class Association implements AutoCloseable {
    private final UpperLayer layer;
    private final List<PresentationContext> contexts;
    private final MessageInput in;
    private final MessageOutput out;
    private int lastMessageId;

    Association(UpperLayer layer, List<PresentationContext> contexts, int maxPduToSend) {
        this.layer = layer;
        this.contexts = contexts;
        in = new MessageInput(layer);
        out = new MessageOutput(layer, maxPduToSend);
    }

    /** @return what the acceptor accepted */
    public List<PresentationContext> contexts() {
        return contexts;
    }

    /** @return the context for instances of this class in this transfer syntax; empty if none was accepted */
    public Optional<PresentationContext> contextFor(String sopClassUid, String transferSyntaxUid) {
        return contexts.stream()
                .filter(context -> context.abstractSyntax().equals(sopClassUid))
                .filter(context -> context.transferSyntax().equals(transferSyntaxUid))
                .findFirst();
    }

    /**
     * Asks whether the peer is alive (C-ECHO).
     *
     * @return the status: 0 is success
     * @throws IOException if Verification was not accepted, or the association is over
     */
    public int echo() throws IOException {
        PresentationContext context = contexts.stream()
                .filter(c -> c.abstractSyntax().equals(UID.Verification))
                .findFirst()
                .orElseThrow(() -> new IOException("The peer did not accept Verification"));
        Command request = Command.echoRequest(context.id(), nextMessageId(), UID.Verification);
        out.writeCommand(request, false);
        return awaitResponse(request).status();
    }

    /**
     * Sends one instance (C-STORE).
     *
     * @param transferSyntaxUid the one that the data set is written in
     * @throws IOException if no context fits, the writer fails (the association is aborted then: half a data set cannot
     *     be taken back), or the association is over
     */
    public StoreResult store(Uid sopClass, Uid sopInstance, String transferSyntaxUid, DataSetWriter dataset)
            throws IOException {
        return send(sopClass, sopInstance, transferSyntaxUid, () -> dataset.writeTo(out));
    }

    /**
     * Sends one instance (C-STORE) as {@link #store(Uid, Uid, String, DataSetWriter)}.
     *
     * @param dataset the bare data set, read to its end and left open
     */
    public StoreResult store(Uid sopClass, Uid sopInstance, String transferSyntaxUid, InputStream dataset)
            throws IOException {
        return send(sopClass, sopInstance, transferSyntaxUid, () -> out.transferFrom(dataset));
    }

    @FunctionalInterface
    private interface Sending {
        void send() throws IOException;
    }

    private StoreResult send(Uid sopClass, Uid sopInstance, String transferSyntaxUid, Sending dataset)
            throws IOException {
        PresentationContext context = contextFor(sopClass.value(), transferSyntaxUid)
                .orElseThrow(() ->
                        new IOException("The peer accepted no context for " + sopClass + " in " + transferSyntaxUid));
        Command request = Command.storeRequest(context.id(), nextMessageId(), sopClass.value(), sopInstance.value());
        boolean sent = false;
        try {
            out.writeCommand(request, true);
            out.beginDataSet();
            dataset.send();
            out.endDataSet();
            sent = true;
        } finally {
            if (!sent) {
                abort();
            }
        }
        Command response = awaitResponse(request);
        return new StoreResult(response.status(), response.errorComment());
    }

    private int nextMessageId() {
        lastMessageId = lastMessageId % 0xFFFF + 1;
        return lastMessageId;
    }

    private Command awaitResponse(Command request) throws IOException {
        Command response =
                in.nextCommand().orElseThrow(() -> layer.refuse("The peer asked for the release, not answering"));
        boolean fits = response.field() == (request.field() | Command.RESPONSE)
                && response.messageIdBeingRespondedTo() == request.messageId()
                && !response.hasDataSet();
        if (!fits || response.status() < 0) {
            throw layer.refuse("The peer answered something that was not asked");
        }
        return response;
    }

    /** Ends the association in order; the peer has answered when this returns. */
    public void release() throws IOException {
        try (layer) {
            if (layer.state() != State.STA6_ESTABLISHED) {
                return;
            }
            layer.requestRelease();
            for (var came = layer.next(); came != UpperLayer.Indication.RELEASED; came = layer.next()) {
                if (came == UpperLayer.Indication.RELEASE) {
                    layer.answerRelease(); // both asked at the same time
                }
            }
        }
    }

    /** Ends the association at once. */
    public void abort() {
        layer.abort();
        layer.close();
    }

    /** Releases; aborts if that fails. */
    @Override
    public void close() {
        try {
            release();
        } catch (IOException e) {
            abort();
        }
    }
}
