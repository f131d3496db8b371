package org.voxrelay.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.AssociationException.Cause;
import org.voxrelay.dimse.pdu.AsyncOperationsWindow;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.ExtendedNegotiation;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.ProposedContext;
import org.voxrelay.dimse.pdu.RoleSelection;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.dimse.pdu.UserItems;

/** Asks another node for an association. */
public final class AssociationRequest {
    private static final int MAX_CONTEXTS = 128;

    private final String host;
    private final int port;
    private final List<ProposedContext> contexts = new ArrayList<>();
    private final List<RoleSelection> roles = new ArrayList<>();
    private final List<ExtendedNegotiation> extended = new ArrayList<>();
    private final List<CommonExtendedNegotiation> commonExtended = new ArrayList<>();
    private final Services services;
    private String callingAeTitle = "VOXRELAY";
    private String calledAeTitle = "ANY-SCP";
    private AssociationLimits limits = AssociationLimits.DEFAULT;
    private Optional<UserIdentity> identity = Optional.empty();
    private Optional<AsyncOperationsWindow> window = Optional.empty();
    private Optional<TlsContext> tls = Optional.empty();
    private Optional<Seats> seats = Optional.empty();

    private AssociationRequest(String host, int port, Services services) {
        this.host = host;
        this.port = port;
        this.services = services;
    }

    /** @param host looked up when the association is opened */
    public static AssociationRequest to(String host, int port) {
        return new AssociationRequest(host, port, new Services());
    }

    /** The same to the same node with nothing proposed. */
    AssociationRequest copyWithoutContexts() {
        AssociationRequest copy = new AssociationRequest(host, port, new Services(services));
        copy.callingAeTitle = callingAeTitle;
        copy.calledAeTitle = calledAeTitle;
        copy.limits = limits;
        copy.identity = identity;
        copy.window = window;
        copy.tls = tls;
        copy.seats = seats;
        return copy;
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

    /** Encrypts the connection. */
    public AssociationRequest tls(TlsContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** Waits for a seat before it connects; the association has it until it ends. */
    public AssociationRequest seats(Seats ofThePeer) {
        seats = Optional.of(ofThePeer);
        return this;
    }

    public AssociationRequest identity(UserIdentity newIdentity) {
        identity = Optional.of(newIdentity);
        return this;
    }

    /** Asks to send up to so many requests before the first is answered; the limits bound it too. */
    public AssociationRequest window(int operations) {
        window = Optional.of(new AsyncOperationsWindow(operations, 1));
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

    /** Proposes a class whose messages have data sets that are read and written here: queries, normalized services. */
    public AssociationRequest addService(String sopClassUid) {
        return add(sopClassUid, UID.ExplicitVRLittleEndian, UID.ImplicitVRLittleEndian);
    }

    /** Proposes roles for a class; without a word this side is the user only. */
    public AssociationRequest role(String sopClassUid, boolean scu, boolean scp) {
        roles.removeIf(role -> role.sopClassUid().equals(sopClassUid));
        roles.add(new RoleSelection(sopClassUid, scu, scp));
        return this;
    }

    /** Proposes a context in which this side is the SCP: for what a C-GET brings. */
    public AssociationRequest addRetrieved(String sopClassUid, String... transferSyntaxes) {
        return add(sopClassUid, transferSyntaxes).role(sopClassUid, false, true);
    }

    /** Takes the instances that a C-GET brings. */
    public AssociationRequest retrieving(StoreService service) {
        services.add(new TransferCapability(uid -> true, uid -> true), new Services.Store(service, Optional.empty()));
        return this;
    }

    /** Answers what the peer asks or reports of these classes while the association is open. */
    public AssociationRequest serving(NormalizedService service, String... sopClassUids) {
        services.add(TransferCapability.of(sopClassUids), service);
        return this;
    }

    /** Proposes for a class what its service knows beyond the basics; of two for the same class the second counts. */
    public AssociationRequest extended(ExtendedNegotiation item) {
        extended.removeIf(earlier -> earlier.sopClassUid().equals(item.sopClassUid()));
        extended.add(item);
        return this;
    }

    /** Asks that queries of this class can be more than the basics. */
    public AssociationRequest findOptions(String sopClassUid, FindOptions options) {
        return extended(new ExtendedNegotiation(sopClassUid, options.information()));
    }

    /** Asks that C-MOVE or C-GET of this class can be more than the basics. */
    public AssociationRequest retrieveOptions(String sopClassUid, RetrieveOptions options) {
        return extended(new ExtendedNegotiation(sopClassUid, options.information()));
    }

    /**
     * Says what this side does with instances of this class that it is sent, {@link StorageOptions#SCU_ONLY} if it only
     * sends them, and asks the acceptor for the same ({@link AssociationInfo#storageOptions}).
     */
    public AssociationRequest storageOptions(String sopClassUid, StorageOptions options) {
        return extended(new ExtendedNegotiation(sopClassUid, options.information()));
    }

    /**
     * Says what a class is that the acceptor may not know (PS3.7 section D.3.3.6); of two for the same class the second
     * counts.
     */
    public AssociationRequest commonExtended(CommonExtendedNegotiation item) {
        commonExtended.removeIf(earlier -> earlier.sopClassUid().equals(item.sopClassUid()));
        commonExtended.add(item);
        return this;
    }

    int contextsLeft() {
        return MAX_CONTEXTS - contexts.size();
    }

    /**
     * Connects and negotiates.
     *
     * @throws AssociationException if the peer rejects, aborts or does not answer in time
     * @throws IOException if nobody listens there
     */
    public Association open() throws IOException {
        UserItems items = new UserItems(window, roles, extended, commonExtended, identity, Optional.empty());
        AssociateRq request = new AssociateRq(
                calledAeTitle,
                callingAeTitle,
                Pdu.APPLICATION_CONTEXT,
                contexts,
                Negotiation.ownInformation(limits, items));
        UpperLayer layer = UpperLayer.requesting(connect(), limits, request);
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
        return association(layer, request, (AssociateAc) layer.received());
    }

    private Connection connect() throws IOException {
        if (seats.isEmpty()) {
            return connectAtOnce();
        }
        Seats limited = seats.get();
        limited.take();
        boolean connected = false;
        try {
            Connection connection = connectAtOnce();
            connection.whenClosed(limited::giveBack);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                limited.giveBack();
            }
        }
    }

    private Connection connectAtOnce() throws IOException {
        SocketChannel channel = Connection.connect(new InetSocketAddress(host, port), limits);
        Connection connection = tls.isPresent()
                ? new TlsConnection(channel, limits, tls.get().requesterEngine(host, port))
                : new Connection(channel, limits);
        boolean ready = false;
        try {
            connection.handshake(limits.artim());
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private Association association(UpperLayer layer, AssociateRq request, AssociateAc answer) {
        Connection connection = layer.connection();
        AssociationPolicy.Offer offer = new AssociationPolicy.Offer(
                callingAeTitle,
                calledAeTitle,
                connection.peer(),
                connection.isEncrypted(),
                connection.certificate(),
                identity,
                contexts.stream()
                        .map(ProposedContext::abstractSyntax)
                        .distinct()
                        .toList(),
                commonExtended);
        AssociationInfo info = new AssociationInfo(
                offer,
                Optional.empty(),
                Negotiation.agreed(request, answer),
                Negotiation.agreed(request.user().items(), answer.user().items(), limits));
        Dialogue dialogue = new Dialogue(layer, info, Negotiation.maxPduToSend(answer.user(), limits), limits);
        dialogue.serveWith(new ServiceProvider(dialogue, services, new NoLink(info)));
        return new Association(dialogue);
    }
}
