package org.voxrelay.dimse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dimse.pdu.AnsweredContext;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.Octets;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.RoleSelection;
import org.voxrelay.dimse.pdu.UserInformation;
import org.voxrelay.dimse.pdu.UserItems;

/** The acceptor's answer to a request, and what follows from it (PS3.8 section 7.1.1, PS3.7 Annex D). */
final class Negotiation {
    private final AssociateRq request;
    private final Services services;
    private final AssociationLimits limits;

    Negotiation(AssociateRq request, Services services, AssociationLimits limits) {
        this.request = request;
        this.services = services;
        this.limits = limits;
    }

    static UserInformation ownInformation(AssociationLimits limits, UserItems items) {
        return new UserInformation(
                limits.maxPduLength(),
                FileMetaInformation.IMPLEMENTATION_CLASS_UID,
                FileMetaInformation.IMPLEMENTATION_VERSION_NAME,
                items);
    }

    /** A request without one acceptable context is accepted too: the answer tells the requester which were refused. */
    AssociateAc answer(Optional<Octets> identityResponse) {
        List<AnsweredContext> contexts =
                request.contexts().stream().map(this::answer).toList();
        UserItems proposed = request.user().items();
        UserItems items = new UserItems(
                proposed.window().map(window -> answer(window, contexts)),
                proposed.roles().stream().map(this::answer).toList(),
                new ExtendedAnswers(proposed, services).answersFor(accepted(contexts)),
                List.of(),
                Optional.empty(),
                identityResponse);
        return new AssociateAc(
                request.calledAeTitle(),
                request.callingAeTitle(),
                request.applicationContext(),
                contexts,
                ownInformation(limits, items));
    }

    private Set<String> accepted(List<AnsweredContext> contexts) {
        return contexts.stream()
                .filter(context -> context.result() == AnsweredContext.ACCEPTED)
                .map(context -> abstractSyntax(context.id()))
                .collect(Collectors.toSet());
    }

    private AnsweredContext answer(ProposedContext proposed) {
        Optional<TransferCapability> capability = capability(proposed.abstractSyntax());
        String first = proposed.transferSyntaxes().get(0);
        if (capability.isEmpty()) {
            return new AnsweredContext(proposed.id(), AnsweredContext.ABSTRACT_SYNTAX_NOT_SUPPORTED, first);
        }
        return capability
                .get()
                .choose(proposed.transferSyntaxes())
                .map(chosen -> new AnsweredContext(proposed.id(), AnsweredContext.ACCEPTED, chosen))
                .orElse(new AnsweredContext(proposed.id(), AnsweredContext.TRANSFER_SYNTAXES_NOT_SUPPORTED, first));
    }

    private Optional<TransferCapability> capability(String abstractSyntax) {
        UserItems items = request.user().items();
        return services.capability(abstractSyntax)
                .or(() -> services.storeAs(abstractSyntax, items.commonExtended())
                        .map(service -> TransferCapability.STORAGE))
                .or(() -> items.rolesOf(abstractSyntax).scp()
                                && services.sendsByGet(abstractSyntax, items.commonExtended())
                        ? Optional.of(TransferCapability.STORAGE)
                        : Optional.empty());
    }

    private RoleSelection answer(RoleSelection proposed) {
        String sopClass = proposed.sopClassUid();
        List<CommonExtendedNegotiation> related = request.user().items().commonExtended();
        boolean used = services.capability(sopClass).isPresent()
                || services.storeAs(sopClass, related).isPresent();
        boolean provided = services.sendsByGet(sopClass, related)
                || services.normalized(sopClass).isPresent();
        return new RoleSelection(sopClass, proposed.scu() && used, proposed.scp() && provided);
    }

    /** Only what needs no look at what comes behind it is served in turn while more arrives: C-STORE and C-ECHO. */
    private AsyncOperationsWindow answer(AsyncOperationsWindow proposed, List<AnsweredContext> contexts) {
        boolean inTurn = accepted(contexts).stream().allMatch(services::isServedInTurn);
        int most = inTurn ? limits.maxOperations() : 1;
        int invoked = proposed.invoked() == 0 ? most : Math.min(most, proposed.invoked());
        return new AsyncOperationsWindow(invoked, 1);
    }

    private String abstractSyntax(int contextId) {
        return request.contexts().stream()
                .filter(proposed -> proposed.id() == contextId)
                .map(ProposedContext::abstractSyntax)
                .findFirst()
                .orElse("");
    }

    /** The contexts that were accepted, in the roles that were granted. */
    static List<PresentationContext> agreed(AssociateRq request, AssociateAc answer) {
        return request.contexts().stream()
                .flatMap(proposed -> answer.contexts().stream()
                        .filter(answered -> answered.id() == proposed.id())
                        .filter(answered -> answered.result() == AnsweredContext.ACCEPTED)
                        .filter(answered -> proposed.transferSyntaxes().contains(answered.transferSyntax()))
                        .map(answered -> agreed(proposed, answered, request, answer)))
                .toList();
    }

    private static PresentationContext agreed(
            ProposedContext proposed, AnsweredContext answered, AssociateRq request, AssociateAc answer) {
        RoleSelection asked = request.user().items().rolesOf(proposed.abstractSyntax());
        RoleSelection granted = answer.user().items().rolesOf(proposed.abstractSyntax());
        return new PresentationContext(
                proposed.id(),
                proposed.abstractSyntax(),
                answered.transferSyntax(),
                asked.scu() && granted.scu(),
                asked.scp() && granted.scp());
    }

    /** What was proposed and answered, as far as it binds us too. */
    static UserItems agreed(UserItems proposed, UserItems answered, AssociationLimits limits) {
        Optional<AsyncOperationsWindow> window = proposed.window().isEmpty()
                ? Optional.empty()
                : answered.window()
                        .map(given -> new AsyncOperationsWindow(
                                narrower(given.invoked(), limits.maxOperations()), Math.max(1, given.performed())));
        return new UserItems(
                window,
                answered.roles(),
                answered.extended().stream()
                        .filter(item -> proposed.extendedOf(item.sopClassUid()).isPresent())
                        .toList(),
                List.of(),
                Optional.empty(),
                answered.identityResponse());
    }

    private static int narrower(int given, int limit) {
        return given == 0 ? limit : Math.min(given, limit);
    }

    /** Bytes of a P-DATA-TF PDU that the peer takes and we send; 0 from the peer means any. */
    static int maxPduToSend(UserInformation peer, AssociationLimits limits) {
        long offered = peer.maxPduLength() & 0xFFFFFFFFL;
        return offered == 0 ? limits.maxPduLength() : (int) Math.min(offered, limits.maxPduLength());
    }
}
