package org.voxrelay.dimse;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.dimse.pdu.UserItems;

/**
 * Who is on an association and what was agreed there.
 *
 * @param offer what the requester said of itself
 * @param user the name under which {@link IdentityVerifier} knows the requester
 * @param contexts those that were accepted
 * @param agreed window, roles and extended negotiation as the acceptor answered them
 */
public record AssociationInfo(
        AssociationPolicy.Offer offer, Optional<String> user, List<PresentationContext> contexts, UserItems agreed) {
    public AssociationInfo {
        contexts = List.copyOf(contexts);
    }

    public String callingAeTitle() {
        return offer.callingAeTitle();
    }

    public String calledAeTitle() {
        return offer.calledAeTitle();
    }

    /** @return the address of the other side, whichever role that has */
    public InetAddress peer() {
        return offer.peer();
    }

    /** @return what the requester said who it is, checked or not */
    public Optional<UserIdentity> identity() {
        return offer.identity();
    }

    /** @return how many operations may be outstanding */
    public AsyncOperationsWindow window() {
        return agreed.window().orElse(AsyncOperationsWindow.SYNCHRONOUS);
    }

    /** @return what was agreed for queries of this class */
    public FindOptions findOptions(String sopClassUid) {
        return agreed.extendedOf(sopClassUid).map(FindOptions::of).orElse(FindOptions.NONE);
    }

    /** @return what was agreed for C-MOVE or C-GET of this class */
    public RetrieveOptions retrieveOptions(String sopClassUid) {
        return agreed.extendedOf(sopClassUid).map(RetrieveOptions::of).orElse(RetrieveOptions.NONE);
    }

    /** @return what the acceptor says that it does with instances of this class; empty if it says nothing */
    public Optional<StorageOptions> storageOptions(String sopClassUid) {
        return agreed.extendedOf(sopClassUid).map(StorageOptions::of);
    }
}
