package org.voxrelay.dimse;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.dimse.pdu.ExtendedNegotiation;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.RoleSelection;
import org.voxrelay.dimse.pdu.UserItems;

/** The acceptor's answers to SOP class extended negotiation (PS3.7 section D.3.3.5), as each service class wants them. */
final class ExtendedAnswers {
    private final UserItems proposed;
    private final Services services;

    ExtendedAnswers(UserItems proposed, Services services) {
        this.proposed = proposed;
        this.services = services;
    }

    /**
     * At most one a class, and none where the service has nothing to say.
     *
     * @param accepted abstract syntaxes of the contexts that are accepted: others have no service to speak of
     */
    List<ExtendedNegotiation> answersFor(Set<String> accepted) {
        Set<String> unanswered = new HashSet<>(accepted);
        return proposed.extended().stream()
                .filter(item -> unanswered.remove(item.sopClassUid()))
                .flatMap(item -> answer(item).stream())
                .toList();
    }

    private Optional<ExtendedNegotiation> answer(ExtendedNegotiation item) {
        String sopClass = item.sopClassUid();
        return query(sopClass, item.information())
                .or(() -> retrieval(sopClass, item.information()))
                .or(() -> storage(sopClass).map(StorageOptions::information))
                .map(information -> new ExtendedNegotiation(sopClass, information));
    }

    /** Nobody gets more bytes than it has sent: older systems expect the first one only (PS3.4 section C.5.1.1). */
    private Optional<Octets> query(String sopClass, Octets asked) {
        return services.find(sopClass)
                .map(find -> find.options().and(FindOptions.of(asked)))
                .map(granted -> granted.information().first(asked.size()));
    }

    private Optional<Octets> retrieval(String sopClass, Octets asked) {
        return services.retrieveOptions(sopClass)
                .map(supported -> supported.and(RetrieveOptions.of(asked)))
                .map(granted -> granted.information().first(asked.size()));
    }

    /** What this side does as the provider; where the requester is the only one, that it is none. */
    private Optional<StorageOptions> storage(String sopClass) {
        RoleSelection roles = proposed.rolesOf(sopClass);
        Optional<Services.Store> store = services.storeAs(sopClass, proposed.commonExtended());
        if (roles.scu() && store.isPresent()) {
            return store.get().options();
        }
        return roles.scp() && services.sendsByGet(sopClass, proposed.commonExtended())
                ? Optional.of(StorageOptions.SCU_ONLY)
                : Optional.empty();
    }
}
