package org.voxrelay.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.AssociationException.Cause;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.ProposedContext;

/** Asks another node for an association. */
public final class AssociationRequest {
    private static final int MAX_CONTEXTS = 128;

    private final InetSocketAddress address;
    private final List<ProposedContext> contexts = new ArrayList<>();
    private String callingAeTitle = "VOXRELAY";
    private String calledAeTitle = "ANY-SCP";
    private AssociationLimits limits = AssociationLimits.DEFAULT;

    private AssociationRequest(InetSocketAddress address) {
        this.address = address;
    }

    public static AssociationRequest to(String host, int port) {
        return new AssociationRequest(new InetSocketAddress(host, port));
    }

    /** @throws IllegalArgumentException if this is no AE title */
    public AssociationRequest callingAeTitle(String title) {
        callingAeTitle = checked(title);
        return this;
    }

    /** @throws IllegalArgumentException if this is no AE title */
    public AssociationRequest calledAeTitle(String title) {
        calledAeTitle = checked(title);
        return this;
    }

    private static String checked(String title) {
        if (!ApplicationEntity.isTitle(title)) {
            throw new IllegalArgumentException("not an AE title: 1 to 16 printable characters without a backslash");
        }
        return title;
    }

    public AssociationRequest limits(AssociationLimits newLimits) {
        limits = newLimits;
        return this;
    }

    public AssociationRequest addVerification() {
        return add(UID.Verification, UID.ImplicitVRLittleEndian);
    }

    /**
     * Proposes one presentation context. The acceptor chooses one of the transfer syntaxes, so whoever cannot convert
     * proposes each in a context of its own.
     *
     * @throws IllegalStateException if there are 128 already, all that PS3.8 has numbers for
     */
    public AssociationRequest add(String abstractSyntax, String... transferSyntaxes) {
        if (contexts.size() == MAX_CONTEXTS) {
            throw new IllegalStateException("an association has at most 128 presentation contexts");
        }
        contexts.add(new ProposedContext(2 * contexts.size() + 1, abstractSyntax, List.of(transferSyntaxes)));
        return this;
    }

    /**
     * Connects and negotiates.
     *
     * @throws AssociationException if the peer rejects, aborts or does not answer in time
     * @throws IOException if nobody listens there
     */
    public Association open() throws IOException {
        AssociateRq request = new AssociateRq(
                calledAeTitle, callingAeTitle, Pdu.APPLICATION_CONTEXT, contexts, Negotiation.ownInformation(limits));
        UpperLayer layer = UpperLayer.requesting(Connection.open(address, limits), limits, request);
        boolean accepted = false;
        try {
            if (layer.next() == UpperLayer.Indication.REJECTED) {
                String reason = Rejection.describe((AssociateRj) layer.received());
                throw new AssociationException(Cause.REJECTED, "The peer rejected the association: " + reason);
            }
            accepted = true;
        } finally {
            if (!accepted) {
                layer.close();
            }
        }
        AssociateAc answer = (AssociateAc) layer.received();
        return new Association(
                layer, Negotiation.agreed(request, answer), Negotiation.maxPduToSend(answer.user(), limits));
    }
}
