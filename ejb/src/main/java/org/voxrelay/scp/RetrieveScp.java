package org.voxrelay.scp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dimse.OutgoingInstance;
import org.voxrelay.dimse.RetrieveOptions;
import org.voxrelay.dimse.RetrieveRequest;
import org.voxrelay.dimse.RetrieveService;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.Permission;
import org.voxrelay.query.Level;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.retrieve.Selection;

/** Says what a C-MOVE or C-GET brings (PS3.4 sections C.4.2 and C.4.3). */
public final class RetrieveScp implements RetrieveService {
    /** What may be agreed on beyond the basics. */
    public static final RetrieveOptions OPTIONS = new RetrieveOptions(true, false);

    private final Retrieval retrieval;
    private final DataSets dataSets;
    private final Access access;
    private final String aeTitle;
    private final int maxInstances;

    /**
     * @param aeTitle ours: nothing is moved to ourselves
     * @param maxInstances of one request; more is refused
     */
    public RetrieveScp(Retrieval retrieval, DataSets dataSets, Access access, String aeTitle, int maxInstances) {
        this.retrieval = retrieval;
        this.dataSets = dataSets;
        this.access = access;
        this.aeTitle = aeTitle;
        this.maxInstances = maxInstances;
    }

    @Override
    public Result retrieve(RetrieveRequest request) throws IOException {
        if (!access.may(request.association().callingAeTitle(), Permission.RETRIEVE)) {
            return refused(ServiceStatus.RETRIEVE_NOT_ALLOWED, "This AE title may not retrieve here");
        }
        if (request.moveDestination().map(String::strip).filter(aeTitle::equals).isPresent()) {
            return refused(ServiceStatus.MOVE_TO_US, "The instances are here already");
        }
        try {
            Selection wanted = selection(request);
            var outgoing = new ArrayList<OutgoingInstance>();
            for (StoredInstance instance : retrieval.select(wanted, maxInstances)) {
                outgoing.add(outgoing(instance));
            }
            return new Result.Instances(outgoing);
        } catch (Identifier.Mismatch e) {
            return refused(ServiceStatus.RETRIEVE_MISMATCH, e.getMessage());
        } catch (Retrieval.TooMany e) {
            return refused(ServiceStatus.RETRIEVE_TOO_MANY, "There are " + e.getMessage());
        } catch (DatabaseException e) {
            return refused(ServiceStatus.RETRIEVE_TOO_MANY, "The database is slow or away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }

    /**
     * Levels above need not be named, although without extended negotiation they should: what UIDs name, they name alone,
     * and many a viewer leaves the Patient ID out.
     */
    private static Selection selection(RetrieveRequest request) throws Identifier.Mismatch {
        Identifier identifier =
                Identifier.of(request.sopClassUid(), request.identifier()).requireOwn();
        return new Selection(
                identifier.values(Level.PATIENT),
                identifier.values(Level.STUDY),
                identifier.values(Level.SERIES),
                identifier.values(Level.INSTANCE));
    }

    private OutgoingInstance outgoing(StoredInstance instance) throws InterruptedException {
        return new OutgoingInstance(
                new Uid(instance.sopClassUid()),
                new Uid(instance.sopInstanceUid()),
                dataSets.transferSyntaxes(instance),
                (transferSyntaxUid, out) -> dataSets.write(instance, transferSyntaxUid, out));
    }

    private static Result refused(ServiceStatus status, String comment) {
        return new Result.Refused(status.with(comment));
    }
}
