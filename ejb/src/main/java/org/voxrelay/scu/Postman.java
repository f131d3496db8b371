package org.voxrelay.scu;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.WorkLoop;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.NormalizedMessage;
import org.voxrelay.dimse.NormalizedResult;
import org.voxrelay.dimse.PeerLink;
import org.voxrelay.dimse.Status;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Nodes;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.nodes.OutgoingMessage;

/** Carries what waits in the {@link Outbox} to the nodes, some messages at a time, each until it was understood. */
public final class Postman implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Postman.class.getName());
    private static final int WORKERS = 3;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final Nodes nodes;
    private final NodeRequests requests;
    private final OpenLinks links;
    private final CommitmentReport commitments;
    private final AvailabilityNotification availability;
    private final WorkLoop loop =
            new WorkLoop(new WorkLoop.Options("postman", WORKERS, POLL, AFTER_FAILURE), this::deliverOne);

    /** @param links where requests for commitment came from */
    public Postman(
            Outbox outbox,
            Nodes nodes,
            NodeRequests requests,
            OpenLinks links,
            CommitmentReport commitments,
            AvailabilityNotification availability) {
        this.outbox = outbox;
        this.nodes = nodes;
        this.requests = requests;
        this.links = links;
        this.commitments = commitments;
        this.availability = availability;
    }

    /** Begins to deliver. */
    public void start(ThreadFactory threads) {
        loop.start(threads);
    }

    /** Makes one attempt with the message that is due longest. @return whether one was due */
    public boolean deliverOne() throws InterruptedException {
        Optional<OutgoingMessage> due = outbox.take();
        if (due.isPresent()) {
            deliver(due.get());
        }
        return due.isPresent();
    }

    private void deliver(OutgoingMessage message) throws InterruptedException {
        Optional<Node> node = nodes.find(message.node()).filter(Node::enabled);
        if (node.isEmpty()) {
            postpone(message, "the node is disabled");
            return;
        }
        try {
            Optional<NormalizedMessage> said = content(message);
            if (said.isEmpty() || understood(message, said.get(), node.get())) {
                outbox.done(message);
                LOG.log(Level.INFO, "{0} of {1} was told to {2}", new Object[] {
                    message.kind(), message.subject(), message.node()
                });
            }
        } catch (IOException | NodeRequests.NoTls e) {
            postpone(message, String.valueOf(e.getMessage()));
        }
    }

    private Optional<NormalizedMessage> content(OutgoingMessage message) throws IOException, InterruptedException {
        return switch (message.kind()) {
            case COMMITMENT ->
                Optional.of(commitments
                        .of(new Uid(message.subject()), CommitmentReport.items(message.body()))
                        .message());
            case AVAILABILITY -> availability.of(message.subject(), new Uid(message.uid()));
        };
    }

    private boolean understood(OutgoingMessage message, NormalizedMessage said, Node node)
            throws IOException, InterruptedException {
        Optional<NormalizedResult> onSame = sayOnSameAssociation(message, said);
        NormalizedResult answer = onSame.isPresent() ? onSame.get() : sayOnNewAssociation(said, node);
        boolean known = answer.status() == Status.DUPLICATE_SOP_INSTANCE; // an answer of an earlier attempt was lost
        if (answer.isSuccess() || Status.isWarning(answer.status()) || known) {
            return true;
        }
        postpone(message, String.format("the answer was status %04XH", answer.status()));
        return false;
    }

    private Optional<NormalizedResult> sayOnSameAssociation(OutgoingMessage message, NormalizedMessage said)
            throws InterruptedException {
        Optional<PeerLink> link = links.take(message.subject());
        if (link.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(link.get().send(said).get(ANSWER_WAIT.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty(); // it has left, or says nothing: it will be called
        }
    }

    private NormalizedResult sayOnNewAssociation(NormalizedMessage said, Node node) throws IOException {
        AssociationRequest request = requests.to(node).addService(said.sopClassUid());
        if (said.sopClassUid().equals(UID.StorageCommitmentPushModel)) {
            request.role(said.sopClassUid(), false, true); // we requested it, and are the provider all the same
        }
        try (Association association = request.open()) {
            return association.perform(said);
        }
    }

    private void postpone(OutgoingMessage message, String why) {
        boolean again = outbox.failed(message, why);
        LOG.log(Level.WARNING, "{0} of {1} could not be told to {2} at attempt {3}{4}: {5}", new Object[] {
            message.kind(),
            message.subject(),
            message.node(),
            message.attempts(),
            again ? "" : ", which was the last",
            why
        });
    }

    @Override
    public void close() throws InterruptedException {
        loop.close();
    }
}
