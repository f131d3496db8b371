package org.voxrelay.scp;

import java.time.Duration;
import java.util.Optional;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.NormalizedMessage;
import org.voxrelay.dimse.NormalizedOperation;
import org.voxrelay.dimse.NormalizedRequest;
import org.voxrelay.dimse.NormalizedResult;
import org.voxrelay.dimse.NormalizedService;
import org.voxrelay.dimse.StorageCommitment;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.nodes.OutgoingMessage;
import org.voxrelay.nodes.Permission;
import org.voxrelay.scu.CommitmentReport;
import org.voxrelay.scu.OpenLinks;

/**
 * Takes requests for storage commitment (Push Model, PS3.4 Annex J). The request is a row before it is answered; its report
 * follows on this association if that is still open a second later, else on a new one to the node.
 */
public final class CommitmentScp implements NormalizedService {
    /** The only action of the class. */
    private static final int REQUEST_STORAGE_COMMITMENT = 1;

    private static final int MOST_REFERENCES = 100_000;
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final OpenLinks links;
    private final Access access;

    public CommitmentScp(Outbox outbox, OpenLinks links, Access access) {
        this.outbox = outbox;
        this.links = links;
        this.access = access;
    }

    @Override
    public NormalizedResult perform(NormalizedRequest request) {
        NormalizedMessage message = request.message();
        if (message.operation() != NormalizedOperation.N_ACTION) {
            return ServiceStatus.COMMITMENT_OTHER_OPERATION.normalized("This class has N-ACTION only");
        }
        if (!message.sopInstance().map(Uid::value).equals(Optional.of(UID.StorageCommitmentPushModelInstance))) {
            return ServiceStatus.COMMITMENT_NO_INSTANCE.normalized("There is the well-known instance only");
        }
        if (message.typeId() != REQUEST_STORAGE_COMMITMENT) {
            return ServiceStatus.COMMITMENT_NO_ACTION.normalized("The action is 1, Request Storage Commitment");
        }
        if (!access.may(request.association().callingAeTitle(), Permission.COMMITMENT)) {
            return ServiceStatus.COMMITMENT_NOT_ALLOWED.normalized("This AE title may not ask for commitment");
        }
        return StorageCommitment.Request.of(message)
                .map(commitment -> accept(request, commitment))
                .orElseGet(() -> ServiceStatus.COMMITMENT_BAD_ARGUMENT.normalized(
                        "Transaction UID and references must be UIDs"));
    }

    private NormalizedResult accept(NormalizedRequest request, StorageCommitment.Request commitment) {
        if (commitment.items().size() > MOST_REFERENCES) {
            return ServiceStatus.COMMITMENT_TOO_MUCH.normalized("More than " + MOST_REFERENCES + " references");
        }
        String transaction = commitment.transaction().value();
        links.put(transaction, request.link());
        try {
            boolean put = outbox.put(
                    OutgoingMessage.Kind.COMMITMENT,
                    request.association().callingAeTitle().strip(),
                    transaction,
                    UID.StorageCommitmentPushModelInstance,
                    CommitmentReport.toJson(request.message().dataset()),
                    DELAY);
            return put
                    ? NormalizedResult.success()
                    : ServiceStatus.COMMITMENT_TOO_MUCH.normalized("Too many reports wait for this node");
        } catch (DatabaseException e) {
            return ServiceStatus.COMMITMENT_FAILED.normalized("The database is slow or away");
        }
    }
}
