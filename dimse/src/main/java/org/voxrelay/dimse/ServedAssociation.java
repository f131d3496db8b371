package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.voxrelay.dimse.IdentityVerifier.Result;
import org.voxrelay.dimse.NodeCounts.Node;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.dimse.pdu.UserItems;

/** One association from the acceptor's side, from the request to its end. */
final class ServedAssociation implements Runnable {
    private static final Logger LOG = System.getLogger(ServedAssociation.class.getName());

    private final Connection connection;
    private final ApplicationEntity entity;
    private final AssociationLimits limits;
    private final NodeCounts nodes;
    private final Optional<Rejection> overload;
    private final UpperLayer layer;
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
            NodeCounts nodes,
            Optional<Rejection> overload)
            throws AssociationException {
        this.connection = connection;
        this.entity = entity;
        this.limits = limits;
        this.nodes = nodes;
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
            connection.handshake(limits.artim());
            layer.next(); // in Sta2 only the request comes back
            AssociateRq request = (AssociateRq) layer.received();
            AssociationPolicy.Offer offer = offer(request);
            Optional<Rejection> rejection = rejection(request, offer);
            Node node = new Node(offer.callingAeTitle(), offer.peer());
            if (rejection.isPresent()) {
                reject(rejection.get());
            } else if (!nodes.enter(node)) {
                reject(Rejection.LOCAL_LIMIT_EXCEEDED);
            } else {
                try {
                    identify(request, offer);
                } finally {
                    nodes.leave(node);
                }
            }
        } catch (AssociationException e) {
            LOG.log(Level.INFO, "Association from {0} ended: {1}", connection.peer(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "Association from " + connection.peer() + " failed", e);
        }
    }

    private AssociationPolicy.Offer offer(AssociateRq request) {
        UserItems items = request.user().items();
        return new AssociationPolicy.Offer(
                request.callingAeTitle(),
                request.calledAeTitle(),
                connection.peer(),
                connection.isEncrypted(),
                connection.certificate(),
                items.identity(),
                request.contexts().stream()
                        .map(ProposedContext::abstractSyntax)
                        .distinct()
                        .toList(),
                items.commonExtended());
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

    private void reject(Rejection rejection) throws AssociationException {
        LOG.log(Level.INFO, "Association from {0} rejected: {1}", connection.peer(), rejection);
        layer.reject(rejection.pdu());
    }

    private void identify(AssociateRq request, AssociationPolicy.Offer offer) throws IOException {
        Result result = offer.identity()
                .map(identity -> entity.identities().verify(offer, identity))
                .orElse(new Result.Ignored());
        if (result instanceof Result.Refused) {
            reject(Rejection.NO_REASON); // PS3.7 section D.3.3.7 has no reason of its own for it
        } else if (result instanceof Result.Verified verified) {
            Optional<Octets> response = offer.identity()
                    .filter(UserIdentity::responseRequested)
                    .flatMap(identity -> verified.responseTo(identity.type()));
            serve(request, offer, Optional.of(verified.user()), response);
        } else {
            serve(request, offer, Optional.empty(), Optional.empty());
        }
    }

    private void serve(
            AssociateRq request,
            AssociationPolicy.Offer offer,
            Optional<String> user,
            Optional<Octets> identityResponse)
            throws IOException {
        AssociateAc answer = new Negotiation(request, entity.services(), limits).answer(identityResponse);
        AssociationInfo info = new AssociationInfo(
                offer, user, Negotiation.agreed(request, answer), answer.user().items());
        layer.accept(answer);
        Dialogue dialogue = new Dialogue(layer, info, Negotiation.maxPduToSend(request.user(), limits), limits);
        Notifications notifications = new Notifications(info, limits.maxOperations(), connection::wakeUp);
        dialogue.serveWith(new ServiceProvider(dialogue, entity.services(), notifications));
        try {
            serve(dialogue, notifications);
        } finally {
            notifications.end();
        }
        layer.answerRelease();
    }

    private void serve(Dialogue dialogue, Notifications notifications) throws IOException {
        NormalizedScu scu = new NormalizedScu(dialogue);
        boolean goesOn = true;
        while (goesOn) {
            boolean arrived = dialogue.awaitArrival();
            try {
                busy = true;
                if (arrived) {
                    goesOn = dialogue.serveNext();
                }
                if (goesOn) { // a peer that releases answers nothing more
                    notifications.sendAll(scu);
                }
            } finally {
                busy = false;
            }
        }
    }
}
