package org.voxrelay.dimse;

import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dimse.pdu.AnsweredContext;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.UserInformation;

/** The acceptor's answer to a request (PS3.8 section 7.1.1, PS3.7 Annex D). */
final class Negotiation {
    private Negotiation() {}

    static UserInformation ownInformation(AssociationLimits limits) {
        return new UserInformation(
                limits.maxPduLength(),
                FileMetaInformation.IMPLEMENTATION_CLASS_UID,
                FileMetaInformation.IMPLEMENTATION_VERSION_NAME);
    }

    /** A request without one acceptable context is accepted too: the answer tells the requester which were refused. */
    static AssociateAc answer(AssociateRq request, ApplicationEntity entity, AssociationLimits limits) {
        List<AnsweredContext> contexts = request.contexts().stream()
                .map(proposed -> answer(proposed, entity))
                .toList();
        return new AssociateAc(
                request.calledAeTitle(),
                request.callingAeTitle(),
                request.applicationContext(),
                contexts,
                ownInformation(limits));
    }

    private static AnsweredContext answer(ProposedContext proposed, ApplicationEntity entity) {
        Optional<TransferCapability> capability = entity.capabilityFor(proposed.abstractSyntax());
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

    /** The contexts that were accepted. */
    static List<PresentationContext> agreed(AssociateRq request, AssociateAc answer) {
        return request.contexts().stream()
                .flatMap(proposed -> answer.contexts().stream()
                        .filter(answered -> answered.id() == proposed.id())
                        .filter(answered -> answered.result() == AnsweredContext.ACCEPTED)
                        .filter(answered -> proposed.transferSyntaxes().contains(answered.transferSyntax()))
                        .map(answered -> new PresentationContext(
                                proposed.id(), proposed.abstractSyntax(), answered.transferSyntax())))
                .toList();
    }

    /** Bytes of a P-DATA-TF PDU that the peer takes and we send; 0 from the peer means any. */
    static int maxPduToSend(UserInformation peer, AssociationLimits limits) {
        long offered = peer.maxPduLength() & 0xFFFFFFFFL;
        return offered == 0 ? limits.maxPduLength() : (int) Math.min(offered, limits.maxPduLength());
    }
}
