package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * The messages of one association, whichever side asked for it: requests go out and wait for their responses, and those
 * of the peer are served, also while waiting. For one thread at a time.
 */
final class Dialogue {
    /** Serves a request of the peer; reads its data set. */
    @FunctionalInterface
    interface Server {
        void serve(Command request) throws IOException;
    }

    /** A response with its data set, which is empty if the peer sent none. */
    record Response(Command command, Attributes dataset) {}

    private static final Logger LOG = System.getLogger(Dialogue.class.getName());

    /** As many C-CANCEL requests are looked at in a row as one may come for each operation; others wait. */
    private static final int CANCELS_AT_ONCE = 16;

    private final UpperLayer layer;
    private final AssociationInfo info;
    private final AssociationLimits limits;
    private final MessageInput in;
    private final MessageOutput out;
    private final Map<Integer, PresentationContext> contexts = new HashMap<>();
    private final Set<Integer> outstanding = new HashSet<>();
    private final Map<Integer, Response> arrived = new HashMap<>();
    private Server server = request -> {
        throw new IllegalStateException("nobody serves");
    };
    private Optional<Command> putBack = Optional.empty();
    private int lastMessageId;
    private int served = -1;
    private boolean cancelled;

    Dialogue(UpperLayer layer, AssociationInfo info, int maxPduToSend, AssociationLimits limits) {
        this.layer = layer;
        this.info = info;
        this.limits = limits;
        in = new MessageInput(layer);
        out = new MessageOutput(layer, maxPduToSend);
        info.contexts().forEach(context -> contexts.put(context.id(), context));
    }

    void serveWith(Server newServer) {
        server = newServer;
    }

    AssociationInfo info() {
        return info;
    }

    UpperLayer layer() {
        return layer;
    }

    AssociationLimits limits() {
        return limits;
    }

    int nextMessageId() {
        do {
            lastMessageId = lastMessageId % 0xFFFF + 1;
        } while (outstanding.contains(lastMessageId));
        return lastMessageId;
    }

    Optional<PresentationContext> context(Predicate<PresentationContext> wanted) {
        return info.contexts().stream().filter(wanted).findFirst();
    }

    /** The context of a command; the association ends if there is none. */
    PresentationContext contextOf(Command command) throws AssociationException {
        PresentationContext context = contexts.get(command.contextId());
        if (context == null) {
            throw layer.refuse("The peer used a presentation context that was not accepted");
        }
        return context;
    }

    /** Waits for the next message; false if the connection was woken up first. */
    boolean awaitArrival() throws AssociationException {
        return putBack.isPresent() || layer.awaitArrival();
    }

    /** @return whether a message was there; false when the peer wants to release the association */
    boolean serveNext() throws IOException {
        Optional<Command> command = next();
        if (command.isPresent()) {
            take(command.get());
        }
        return command.isPresent();
    }

    private Optional<Command> next() throws AssociationException {
        Optional<Command> first = putBack;
        putBack = Optional.empty();
        return first.isPresent() ? first : in.nextCommand();
    }

    private void take(Command command) throws IOException {
        if (command.field() == Command.C_CANCEL_RQ) {
            noteCancel(command);
        } else if (command.isRequest()) {
            serve(command);
        } else {
            keep(command);
        }
    }

    private void noteCancel(Command cancel) throws AssociationException {
        if (cancel.hasDataSet()) {
            throw layer.refuse("The peer sent a C-CANCEL with a data set");
        }
        cancelled |= cancel.messageIdBeingRespondedTo() == served; // another is done already, or has not come yet
    }

    private void serve(Command request) throws IOException {
        if (served >= 0) {
            throw layer.refuse("The peer sent a request before the answer to its last one");
        }
        try {
            served = request.messageId();
            cancelled = false;
            server.serve(request);
        } finally {
            served = -1;
        }
    }

    private void keep(Command response) throws IOException {
        int id = response.messageIdBeingRespondedTo();
        if (response.field() < 0 || response.status() < 0 || !outstanding.contains(id)) {
            throw layer.refuse("The peer answered something that was not asked");
        }
        Attributes dataset = response.hasDataSet()
                ? readDataSet(response).orElseThrow(() -> layer.refuse("The peer sent a response that cannot be read"))
                : new Attributes(0);
        if (arrived.put(id, new Response(response, dataset)) != null) {
            throw layer.refuse("The peer answered twice");
        }
    }

    /** Looks whether the operation that is being served was cancelled; does not wait. */
    boolean isCancelled() throws IOException {
        for (int i = 0; i < CANCELS_AT_ONCE && putBack.isEmpty() && !cancelled && layer.hasArrived(); i++) {
            Command command = in.nextCommand()
                    .orElseThrow(() -> layer.refuse("The peer asked for the release within an operation"));
            if (command.isRequest() && command.field() != Command.C_CANCEL_RQ) {
                putBack = Optional.of(command); // its data set stays where it is until its turn
            } else {
                take(command);
            }
        }
        return cancelled;
    }

    void send(Command command) throws IOException {
        remember(command);
        out.writeCommand(command, false);
    }

    /** @param dataset sent, even if it is empty */
    void send(Command command, Attributes dataset) throws IOException {
        TransferSyntax syntax = TransferSyntax.of(contextOf(command).transferSyntax());
        send(command, out -> {
            DicomOutputStream dicom = new DicomOutputStream(out, syntax);
            dicom.writeDataset(dataset);
            dicom.finish();
            dicom.flush();
        });
    }

    /** @throws IOException of the writer. The association is aborted if the peer has seen a part of the data set */
    void send(Command command, DataSetWriter dataset) throws IOException {
        boolean sent = false;
        try {
            out.writeCommand(command, true);
            out.beginDataSet();
            dataset.writeTo(out);
            out.endDataSet();
            sent = true;
            remember(command);
        } finally {
            if (!sent && !out.takeBack()) {
                layer.abort();
                layer.close();
            }
        }
    }

    private void remember(Command command) {
        if (command.isRequest() && command.field() != Command.C_CANCEL_RQ) {
            outstanding.add(command.messageId());
        }
    }

    /** The stream that {@link #send(Command, DataSetWriter)} gives to its writer, for who can read straight into it. */
    MessageOutput output() {
        return out;
    }

    /** The next response to this request, serving what the peer asks meanwhile. */
    Response await(Command request) throws IOException {
        int id = request.messageId();
        while (!arrived.containsKey(id)) {
            receive();
        }
        return take(id, request.field());
    }

    /** Waits for a message, which may be a response to any request. */
    void receive() throws IOException {
        if (!serveNext()) {
            throw layer.refuse("The peer asked for the release, not answering");
        }
    }

    /** Takes in what has arrived, without waiting. */
    void receiveArrived() throws IOException {
        while (!outstanding.isEmpty() && layer.hasArrived()) {
            receive();
        }
    }

    /** The response to this request, if it has come. */
    Optional<Response> poll(Command request) throws IOException {
        return arrived.containsKey(request.messageId())
                ? Optional.of(take(request.messageId(), request.field()))
                : Optional.empty();
    }

    private Response take(int id, int field) throws IOException {
        Response response = arrived.remove(id);
        if (response.command().field() != (field | Command.RESPONSE)) {
            throw layer.refuse("The peer answered another operation");
        }
        boolean pending = Status.isPending(response.command().status());
        boolean canBePending = field == Command.C_FIND_RQ || field == Command.C_GET_RQ || field == Command.C_MOVE_RQ;
        if (pending && !canBePending) {
            throw layer.refuse("The peer sent a pending response to an operation that has none");
        }
        if (!pending) {
            outstanding.remove(id);
        }
        return response;
    }

    /** The data set behind a command, to be read to its end. */
    MessageInput.DataSet dataSet(Command command) throws AssociationException {
        return in.dataSet(command.contextId());
    }

    /** The data set behind a command in memory; empty if it cannot be read, or is too long. */
    Optional<Attributes> readDataSet(Command command) throws IOException {
        TransferSyntax syntax = TransferSyntax.of(contextOf(command).transferSyntax());
        MessageInput.DataSet stream = dataSet(command);
        int bytes = limits.identifierBytes();
        ReadLimits bounds = new ReadLimits(64, bytes, 4L * bytes, 1_000_000, 300);
        Optional<Attributes> read;
        try {
            read = Optional.of(new DicomInputStream(new AtMost(stream, bytes), syntax)
                    .setLimits(bounds)
                    .readDataset());
        } catch (AssociationException e) {
            throw e;
        } catch (IOException e) {
            LOG.log(Level.INFO, "A data set of {0} cannot be read: {1}", info.peer(), e.getMessage());
            read = Optional.empty();
        }
        stream.drain(limits.drainBytes());
        return read;
    }

    /** Reads over the data set behind a command, if there is one. */
    void skipDataSet(Command command) throws IOException {
        if (command.hasDataSet()) {
            dataSet(command).drain(limits.drainBytes());
        }
    }
}
