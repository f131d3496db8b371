package org.voxrelay.dimse;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.dict.UidDictionary;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;

/**
 * Sends the instances of a C-MOVE to its destination. Of each kind of instance two contexts are proposed, one for the
 * transfer syntax that it is stored in and one for the others; what needs more than an association's 128 goes over several,
 * one after the other.
 */
final class MoveSender implements InstanceSender, AutoCloseable {
    private static final Logger LOG = System.getLogger(MoveSender.class.getName());

    private record Kind(String sopClassUid, List<String> transferSyntaxUids) {
        static Kind of(OutgoingInstance instance) {
            return new Kind(instance.sopClass().value(), instance.transferSyntaxUids());
        }
    }

    private final AssociationRequest destination;
    private final Commands.MoveOriginator originator;
    private final List<Kind> kinds;
    private Set<Kind> proposed = Set.of();
    private Optional<Association> open = Optional.empty();
    private String failure = "";

    MoveSender(AssociationRequest destination, Commands.MoveOriginator originator, List<OutgoingInstance> instances) {
        this.destination = destination;
        this.originator = originator;
        kinds = instances.stream().map(Kind::of).distinct().toList();
    }

    @Override
    public StoreResult send(OutgoingInstance instance) {
        Kind kind = Kind.of(instance);
        if (!proposed.contains(kind)) {
            open(kind);
        }
        if (open.isEmpty()) {
            return new StoreResult(Status.PROCESSING_FAILURE, failure);
        }
        try {
            return open.get().store(instance, Optional.of(originator));
        } catch (AssociationException e) {
            lost(e);
            return new StoreResult(Status.PROCESSING_FAILURE, failure);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "SOP instance {0} could not be sent: {1}", instance.sopInstance(), e.toString());
            return new StoreResult(Status.PROCESSING_FAILURE, "The instance could not be sent");
        }
    }

    /** A destination that failed is not asked again for kinds that were proposed to it. */
    private void lost(IOException e) {
        LOG.log(Level.WARNING, "The association with a move destination failed: {0}", e.getMessage());
        close();
        failure = "The move destination failed";
    }

    private void open(Kind first) {
        close();
        AssociationRequest request = destination.copyWithoutContexts();
        proposed = new LinkedHashSet<>();
        for (Kind kind : from(first)) {
            List<String> syntaxes = kind.transferSyntaxUids();
            if (request.contextsLeft() < 2) {
                break;
            }
            explain(kind.sopClassUid(), request);
            request.add(kind.sopClassUid(), syntaxes.get(0));
            if (syntaxes.size() > 1) {
                request.add(
                        kind.sopClassUid(), syntaxes.subList(1, syntaxes.size()).toArray(String[]::new));
            }
            proposed.add(kind);
        }
        try {
            open = Optional.of(request.open());
        } catch (IOException e) {
            lost(e);
        }
    }

    /** A class that the dictionary does not know is hardly known there; that it is of the Storage service may be enough. */
    private static void explain(String sopClassUid, AssociationRequest request) {
        if (!UidDictionary.isStorageSopClass(sopClassUid)) {
            request.commonExtended(new CommonExtendedNegotiation(sopClassUid, UID.Storage, List.of()));
        }
    }

    /** The kind that is needed now, then the others. */
    private List<Kind> from(Kind first) {
        List<Kind> ordered = new ArrayList<>(kinds.subList(kinds.indexOf(first), kinds.size()));
        ordered.addAll(kinds.subList(0, kinds.indexOf(first)));
        return ordered;
    }

    @Override
    public void close() {
        open.ifPresent(Association::close);
        open = Optional.empty();
    }
}
