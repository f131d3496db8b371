package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;

/** One association from the acceptor's side, from the request to its end. */
final class ServedAssociation implements Runnable {
    private static final Logger LOG = System.getLogger(ServedAssociation.class.getName());

    /** Responses without data sets need no more. */
    private static final int RESPONSE_PDU = 4096;

    private static final int SUCCESS = 0;
    private static final int UNRECOGNIZED_OPERATION = 0x0211;

    private final Connection connection;
    private final ApplicationEntity entity;
    private final AssociationLimits limits;
    private final Optional<Rejection> overload;
    private final UpperLayer layer;
    private final Map<Integer, PresentationContext> contexts = new HashMap<>();
    private volatile boolean busy;

    /**
     * @param buffer of {@link UpperLayer#newBuffer()}; free again after {@link #run()}
     * @param overload why nobody can be served now
     */
    ServedAssociation(
            Connection connection,
            ByteBuffer buffer,
            ApplicationEntity entity,
            AssociationLimits limits,
            Optional<Rejection> overload)
            throws AssociationException {
        this.connection = connection;
        this.entity = entity;
        this.limits = limits;
        this.overload = overload;
        layer = UpperLayer.accepted(connection, limits, buffer);
    }

    /** Whether a message is under way. */
    boolean isBusy() {
        return busy;
    }

    /** From any thread: ends it at once. */
    void abort() {
        layer.abortAndClose();
    }

    @Override
    public void run() {
        try (layer) {
            layer.next(); // in Sta2 only the request comes back
            AssociateRq request = (AssociateRq) layer.received();
            AssociationPolicy.Offer offer =
                    new AssociationPolicy.Offer(request.callingAeTitle(), request.calledAeTitle(), connection.peer());
            Optional<Rejection> rejection = rejection(request, offer);
            if (rejection.isPresent()) {
                LOG.log(Level.INFO, "Association from {0} rejected: {1}", connection.peer(), rejection.get());
                layer.reject(rejection.get().pdu());
            } else {
                serve(request, offer);
            }
        } catch (AssociationException e) {
            LOG.log(Level.INFO, "Association from {0} ended: {1}", connection.peer(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "Association from " + connection.peer() + " failed", e);
        }
    }

    private Optional<Rejection> rejection(AssociateRq request, AssociationPolicy.Offer offer) {
        if (overload.isPresent()) {
            return overload;
        }
        if (!request.applicationContext().equals(Pdu.APPLICATION_CONTEXT)) {
            return Optional.of(Rejection.APPLICATION_CONTEXT_NOT_SUPPORTED);
        }
        return entity.policy().check(offer);
    }

    private void serve(AssociateRq request, AssociationPolicy.Offer offer) throws IOException {
        AssociateAc answer = Negotiation.answer(request, entity, limits);
        Negotiation.agreed(request, answer).forEach(context -> contexts.put(context.id(), context));
        layer.accept(answer);
        MessageInput in = new MessageInput(layer);
        int maxPduToSend = Math.min(RESPONSE_PDU, Negotiation.maxPduToSend(request.user(), limits));
        MessageOutput out = new MessageOutput(layer, maxPduToSend);
        StoreScp storeScp = new StoreScp(entity.storeService(), offer, limits.drainBytes());
        for (Optional<Command> command = in.nextCommand(); command.isPresent(); command = in.nextCommand()) {
            try {
                busy = true;
                serve(command.get(), in, out, storeScp);
            } finally {
                busy = false;
            }
        }
        layer.answerRelease();
    }

    private void serve(Command command, MessageInput in, MessageOutput out, StoreScp storeScp) throws IOException {
        PresentationContext context = contexts.get(command.contextId());
        if (context == null) {
            throw layer.refuse("The peer used a presentation context that was not accepted");
        }
        switch (command.field()) {
            case Command.C_ECHO_RQ -> out.writeCommand(command.response(SUCCESS, ""), false);
            case Command.C_STORE_RQ -> {
                if (!command.hasDataSet()) {
                    throw layer.refuse("The peer sent a C-STORE request without a data set");
                }
                boolean storage = entity.capabilityFor(context.abstractSyntax())
                        .filter(TransferCapability::storage)
                        .isPresent();
                StoreResult result = storeScp.store(command, context, storage, in.dataSet(context.id()));
                out.writeCommand(command.response(result.status(), result.errorComment()), false);
            }
            case Command.C_CANCEL_RQ -> {} // whatever it cancels is done already
            default -> refuse(command, in, out);
        }
    }

    private void refuse(Command command, MessageInput in, MessageOutput out) throws IOException {
        if (command.field() < 0 || (command.field() & Command.RESPONSE) != 0) {
            throw layer.refuse("The peer sent a command that is no request");
        }
        if (command.hasDataSet()) {
            in.dataSet(command.contextId()).drain(limits.drainBytes());
        }
        out.writeCommand(command.response(UNRECOGNIZED_OPERATION, "This operation is not served"), false);
    }
}
