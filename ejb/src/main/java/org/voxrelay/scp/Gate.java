package org.voxrelay.scp;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;
import org.voxrelay.dimse.AssociationPolicy;
import org.voxrelay.dimse.Rejection;
import org.voxrelay.nodes.Access;

/** Decides who may associate: our title must be called, the caller let in, and there must be room for what it may bring. */
public final class Gate implements AssociationPolicy {
    private static final Logger LOG = Logger.getLogger(Gate.class.getName());

    private final String aeTitle;
    private final Access access;
    private final NodeSeats seats;
    private final BooleanSupplier diskNearlyFull;

    /** @param aeTitle ours */
    public Gate(String aeTitle, Access access, NodeSeats seats, BooleanSupplier diskNearlyFull) {
        this.aeTitle = aeTitle;
        this.access = access;
        this.seats = seats;
        this.diskNearlyFull = diskNearlyFull;
    }

    @Override
    public Optional<Rejection> check(Offer offer) {
        if (!offer.calledAeTitle().strip().equals(aeTitle)) {
            return Optional.of(Rejection.CALLED_AE_TITLE_NOT_RECOGNIZED);
        }
        try {
            if (!access.mayAssociate(offer.callingAeTitle(), offer.peer())) {
                return Optional.of(Rejection.CALLING_AE_TITLE_NOT_RECOGNIZED);
            }
            if (brings(offer) && diskNearlyFull.getAsBoolean()) {
                return Optional.of(Rejection.TEMPORARY_CONGESTION);
            }
            boolean seated =
                    access.node(offer.callingAeTitle()).map(seats::take).orElse(true);
            return seated ? Optional.empty() : Optional.of(Rejection.LOCAL_LIMIT_EXCEEDED);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "nobody is let in: {0}", e.getMessage());
            return Optional.of(Rejection.TEMPORARY_CONGESTION);
        }
    }

    /** Whether instances may come. Who fetches by C-GET proposes storage too, but to receive. */
    private static boolean brings(Offer offer) {
        boolean storage = offer.abstractSyntaxes().stream().anyMatch(UidDictionary::isStorageSopClass)
                || offer.related().stream()
                        .anyMatch(item -> item.serviceClassUid().equals(UID.Storage));
        return storage && offer.abstractSyntaxes().stream().noneMatch(List.of(InformationModel.get())::contains);
    }
}
