package org.voxrelay.scp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.voxrelay.dimse.StorageOptions;
import org.voxrelay.dimse.StoreRequest;
import org.voxrelay.dimse.StoreResult;
import org.voxrelay.dimse.StoreService;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Arrival.Declared;
import org.voxrelay.ingest.Arrival.Door;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.Permission;

/** Hands every C-STORE to ingest, while its data set is still coming. */
public final class StoreScp implements StoreService {
    /** Instances are kept as they come, whatever is in them. */
    public static final StorageOptions OPTIONS = StorageOptions.BIT_PRESERVING;

    private final Ingest ingest;
    private final Access access;

    /** @param ingest the door */
    public StoreScp(Ingest ingest, Access access) {
        this.ingest = ingest;
        this.access = access;
    }

    @Override
    public StoreResult store(StoreRequest request, InputStream dataset) throws IOException {
        if (!access.may(request.callingAeTitle(), Permission.STORE)) {
            return new StoreResult(ServiceStatus.STORE_NOT_ALLOWED.status(), "This AE title may not store here");
        }
        var arrival = new Arrival(
                new Source(Door.C_STORE, request.callingAeTitle()),
                new Body.DataSet(dataset, request.transferSyntaxUid()),
                Optional.of(new Declared(request.sopClassUid(), request.sopInstanceUid())),
                Optional.empty());
        try {
            IngestResult result = ingest.receive(arrival);
            return result instanceof Refused refused
                    ? new StoreResult(StoreStatus.of(refused.why()), refused.detail())
                    : new StoreResult(StoreStatus.SUCCESS, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }
}
