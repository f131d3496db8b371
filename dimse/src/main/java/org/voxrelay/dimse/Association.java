package org.voxrelay.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.state.State;

/**
 * An open association from the requester's side; made by {@link AssociationRequest#open()}. For one thread at a time.
 * While it waits for an answer it serves what the peer asks by the services of the request.
 *
 * <p>All operations throw an {@link AssociationException} when the association is over, and a plain IOException if the
 * peer accepted no context for what is asked, which leaves the association as it is.
 */
public final class Association implements AutoCloseable {
    private final UpperLayer layer;
    private final Dialogue dialogue;
    private final StoreScu stores;
    private final QueryScu queries;
    private final NormalizedScu normalized;

    Association(Dialogue dialogue) {
        layer = dialogue.layer();
        this.dialogue = dialogue;
        stores = new StoreScu(dialogue);
        queries = new QueryScu(dialogue);
        normalized = new NormalizedScu(dialogue);
    }

    /** @return what was negotiated */
    public AssociationInfo info() {
        return dialogue.info();
    }

    /** @return what the acceptor accepted */
    public List<PresentationContext> contexts() {
        return info().contexts();
    }

    /** @return the context for instances of this class in this transfer syntax; empty if none was accepted */
    public Optional<PresentationContext> contextFor(String sopClassUid, String transferSyntaxUid) {
        return stores.contextFor(sopClassUid, transferSyntaxUid);
    }

    /** @return whether operations can still be asked for */
    public boolean isOpen() {
        return layer.state() == State.STA6_ESTABLISHED;
    }

    /**
     * Asks whether the peer is alive (C-ECHO).
     *
     * @return the status: 0 is success
     * @throws IOException if Verification was not accepted, or the association is over
     */
    public int echo() throws IOException {
        stores.awaitAll();
        PresentationContext context = dialogue.context(c -> c.abstractSyntax().equals(UID.Verification))
                .orElseThrow(() -> new IOException("The peer did not accept Verification"));
        Command request = Commands.echo(context.id(), dialogue.nextMessageId(), UID.Verification);
        dialogue.send(request);
        return dialogue.await(request).command().status();
    }

    /**
     * Sends one instance (C-STORE).
     *
     * @param transferSyntaxUid the one that the data set is written in
     * @throws IOException if no context fits, or the writer fails: the association is aborted then if the peer has seen
     *     the beginning, for half a data set cannot be taken back
     */
    public StoreResult store(Uid sopClass, Uid sopInstance, String transferSyntaxUid, DataSetWriter dataset)
            throws IOException {
        return stores.store(request(sopClass, sopInstance, transferSyntaxUid), dataset);
    }

    /**
     * Sends one instance (C-STORE) as {@link #store(Uid, Uid, String, DataSetWriter)}.
     *
     * @param dataset the bare data set, read to its end and left open
     */
    public StoreResult store(Uid sopClass, Uid sopInstance, String transferSyntaxUid, InputStream dataset)
            throws IOException {
        return stores.store(
                request(sopClass, sopInstance, transferSyntaxUid),
                out -> dialogue.output().transferFrom(dataset));
    }

    /** Sends one instance in the first of its transfer syntaxes that the peer takes. */
    public StoreResult store(OutgoingInstance instance) throws IOException {
        return store(instance, Optional.empty());
    }

    StoreResult store(OutgoingInstance instance, Optional<Commands.MoveOriginator> originator) throws IOException {
        PresentationContext context = stores.contextFor(instance);
        return stores.store(request(context, instance, originator), writing(instance, context));
    }

    /**
     * Sends one instance without waiting for its answer, as many at a time as the peer allows
     * ({@link AssociationRequest#window}).
     *
     * @param listener gets the answer within a later call of this object, in the order in which the peer answers
     */
    public void storeLater(OutgoingInstance instance, Consumer<StoreResult> listener) throws IOException {
        PresentationContext context = stores.contextFor(instance);
        stores.storeLater(request(context, instance, Optional.empty()), writing(instance, context), listener);
    }

    /** Waits for the answers to all that was sent by {@link #storeLater}. */
    public void awaitStored() throws IOException {
        stores.awaitAll();
    }

    private Command request(Uid sopClass, Uid sopInstance, String transferSyntaxUid) throws IOException {
        PresentationContext context = contextFor(sopClass.value(), transferSyntaxUid)
                .orElseThrow(() ->
                        new IOException("The peer accepted no context for " + sopClass + " in " + transferSyntaxUid));
        return Commands.store(context.id(), dialogue.nextMessageId(), sopClass.value(), sopInstance.value());
    }

    private Command request(
            PresentationContext context, OutgoingInstance instance, Optional<Commands.MoveOriginator> originator) {
        return Commands.store(
                context.id(),
                dialogue.nextMessageId(),
                instance.sopClass().value(),
                instance.sopInstance().value(),
                originator);
    }

    private static DataSetWriter writing(OutgoingInstance instance, PresentationContext context) {
        return out -> instance.writer().write(context.transferSyntax(), out);
    }

    /**
     * Asks for what matches (C-FIND).
     *
     * @param sopClassUid the information model
     * @param identifier level and keys
     * @return the final status; {@link Status#CANCEL} if the consumer had enough
     */
    public OperationResult find(String sopClassUid, Attributes identifier, MatchConsumer consumer) throws IOException {
        stores.awaitAll();
        return queries.find(sopClassUid, identifier, consumer);
    }

    /**
     * Has the peer send instances to another node, or to ours on another association (C-MOVE).
     *
     * @param destination an AE title that the peer knows
     */
    public RetrieveResult move(
            String sopClassUid, String destination, Attributes identifier, RetrieveProgress.Listener listener)
            throws IOException {
        stores.awaitAll();
        return queries.retrieve(sopClassUid, identifier, Optional.of(destination), listener);
    }

    /** Has the peer send instances on this association (C-GET); {@link AssociationRequest#retrieving} gets them. */
    public RetrieveResult get(String sopClassUid, Attributes identifier, RetrieveProgress.Listener listener)
            throws IOException {
        stores.awaitAll();
        return queries.retrieve(sopClassUid, identifier, Optional.empty(), listener);
    }

    /** Does an operation on a normalized SOP instance, in the context of its own class. */
    public NormalizedResult perform(NormalizedMessage message) throws IOException {
        return perform(message.sopClassUid(), message);
    }

    /** Does an operation on a normalized SOP instance in the context of another class, as UPS has it. */
    public NormalizedResult perform(String abstractSyntax, NormalizedMessage message) throws IOException {
        stores.awaitAll();
        return normalized.perform(abstractSyntax, message);
    }

    /**
     * Waits for a request of the peer, such as an N-EVENT-REPORT, and serves it. If the peer asks for the release instead,
     * the association ends in order.
     *
     * @return whether one was served; false if the peer has released, or asked nothing in this time
     */
    public boolean serveNext(Duration longest) throws IOException {
        stores.awaitAll();
        if (!layer.arrivesWithin(longest)) {
            return false;
        }
        boolean served = dialogue.serveNext();
        if (!served) {
            layer.answerRelease();
            layer.close();
        }
        return served;
    }

    /** Ends the association in order; the peer has answered when this returns. */
    public void release() throws IOException {
        try (layer) {
            if (layer.state() != State.STA6_ESTABLISHED) {
                return;
            }
            stores.awaitAll();
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
