package org.voxrelay.dimse;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.voxrelay.dimse.AssociationException.Cause;
import org.voxrelay.dimse.pdu.Pdu;
import org.voxrelay.dimse.pdu.Pdu.Abort;
import org.voxrelay.dimse.pdu.PduDecoder;
import org.voxrelay.dimse.pdu.PduEncoder;
import org.voxrelay.dimse.pdu.PduException;
import org.voxrelay.dimse.pdu.PduType;
import org.voxrelay.dimse.state.Action;
import org.voxrelay.dimse.state.Event;
import org.voxrelay.dimse.state.State;
import org.voxrelay.dimse.state.StateTable;

/**
 * The upper layer protocol machine over one connection: every PDU that comes or goes is an event of
 * {@link StateTable}, and only its actions act. One thread uses it; any may {@link #abortAndClose()}.
 */
final class UpperLayer implements Closeable {
    /** What an arrived PDU means for the user of the association. */
    enum Indication {
        ASSOCIATE,
        ACCEPTED,
        REJECTED,
        DATA,
        RELEASE,
        RELEASED
    }

    private static final int HEADER = 6;
    private static final int BUFFER = 128 * 1024;
    /** Read ahead behind the header of a data PDU: what is read here is copied once more, the rest goes to its reader. */
    private static final int READ_AHEAD = 4 * 1024;

    /** A buffer for what arrives; direct, for one copy less, and 128 KiB long. */
    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER);
    }

    private final Connection connection;
    private final AssociationLimits limits;
    private final boolean requester;
    private final ByteBuffer in;
    private final ReentrantLock states = new ReentrantLock();
    private volatile State state = State.STA1_IDLE;
    private Optional<Pdu> received = Optional.empty();
    private long dataLeft;
    private long deadline;

    private UpperLayer(Connection connection, AssociationLimits limits, boolean requester, ByteBuffer in) {
        this.connection = connection;
        this.in = in.clear().limit(0);
        this.limits = limits;
        this.requester = requester;
        deadline = System.nanoTime() + limits.artim().toNanos();
    }

    /**
     * The acceptor's side of a connection that was just opened to us.
     *
     * @param in free again when this object is closed
     */
    static UpperLayer accepted(Connection connection, AssociationLimits limits, ByteBuffer in)
            throws AssociationException {
        UpperLayer layer = new UpperLayer(connection, limits, false, in);
        layer.fire(Event.E5_TRANSPORT_OPENED, Optional.empty());
        return layer;
    }

    /** The requester's side of a connection that we just opened; sends the request. */
    static UpperLayer requesting(Connection connection, AssociationLimits limits, Pdu.AssociateRq request)
            throws AssociationException {
        UpperLayer layer = new UpperLayer(connection, limits, true, newBuffer());
        layer.fire(Event.E1_ASSOCIATE_REQUEST, Optional.empty());
        layer.fire(Event.E2_TRANSPORT_CONFIRMED, Optional.of(request));
        return layer;
    }

    Connection connection() {
        return connection;
    }

    State state() {
        return state;
    }

    /** The PDU of the last indication, as the class that its kind has. */
    Pdu received() {
        return received.orElseThrow(() -> new IllegalStateException("no PDU was received"));
    }

    void accept(Pdu.AssociateAc answer) throws AssociationException {
        fire(Event.E7_ASSOCIATE_ACCEPT, Optional.of(answer));
    }

    void reject(Pdu.AssociateRj answer) throws AssociationException {
        fire(Event.E8_ASSOCIATE_REJECT, Optional.of(answer));
    }

    /** Sends whole P-DATA-TF PDUs, headers included. */
    void sendData(ByteBuffer pdus) throws AssociationException {
        if (StateTable.action(state, Event.E9_DATA_REQUEST).isEmpty()) {
            throw new AssociationException(Cause.ABORTED_HERE, "The association is over");
        }
        fire(Event.E9_DATA_REQUEST, Optional.empty());
        connection.write(pdus, limits.idle());
    }

    void requestRelease() throws AssociationException {
        fire(Event.E11_RELEASE_REQUEST, Optional.empty());
    }

    void answerRelease() throws AssociationException {
        fire(Event.E14_RELEASE_RESPONSE, Optional.empty());
    }

    /** Sends A-ABORT where the state still knows one. */
    void abort() {
        try {
            if (StateTable.action(state, Event.E15_ABORT_REQUEST).isPresent()) {
                fire(Event.E15_ABORT_REQUEST, Optional.of(Abort.BY_USER));
            }
        } catch (AssociationException ignored) {
            // the peer cannot be told any more
        }
    }

    /** The peer broke the protocol above the PDUs: ends the association and says why. */
    AssociationException refuse(String message) {
        return invalid(new PduException(Abort.INVALID_PARAMETER, message));
    }

    /** From any thread: a last A-ABORT if the connection takes it at once, then the end. */
    void abortAndClose() {
        boolean known = StateTable.action(state, Event.E15_ABORT_REQUEST).isPresent();
        if (known && states.tryLock()) {
            try {
                connection.writeWithoutWaiting(PduEncoder.encode(Abort.BY_USER));
            } finally {
                states.unlock();
            }
        }
        connection.close();
    }

    /** Whether something of the peer's next PDU, or the end of the connection, is here already. */
    boolean hasArrived() throws AssociationException {
        if (dataLeft > 0 || in.hasRemaining()) {
            return true;
        }
        in.clear();
        int got = connection.readNow(in);
        in.flip();
        return got != 0;
    }

    /**
     * Waits for something of the peer's next PDU.
     *
     * @return false if {@link Connection#wakeUp()} came first
     */
    boolean awaitArrival() throws AssociationException {
        try {
            return dataLeft > 0 || in.hasRemaining() || connection.awaitArrival(limits.idle());
        } catch (AssociationException e) {
            if (e.why() == Cause.TIMEOUT) {
                timeout();
            }
            throw e;
        }
    }

    /** Whether the peer sends something, or ends the connection, within this time. */
    boolean arrivesWithin(Duration wait) throws AssociationException {
        try {
            return hasArrived() || connection.awaitArrival(wait);
        } catch (AssociationException e) {
            if (e.why() == Cause.TIMEOUT) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Waits for the next PDU; of P-DATA-TF only the header is read.
     *
     * @throws AssociationException when the association is over
     */
    Indication next() throws AssociationException {
        try {
            skipData();
            beginWait();
            if (!fill(HEADER, READ_AHEAD)) {
                throw closed();
            }
            beginWait();
            int code = in.get() & 0xFF;
            in.get();
            long length = in.getInt() & 0xFFFFFFFFL;
            PduType type = PduType.of(code)
                    .orElseThrow(() -> new PduException(Abort.UNRECOGNIZED_PDU, "The peer sent a PDU of type " + code));
            PduDecoder.checkLength(type, length);
            return type == PduType.P_DATA_TF ? dataArrived(length) : arrived(type, (int) length);
        } catch (PduException e) {
            throw invalid(e);
        } catch (AssociationException e) {
            if (e.why() == Cause.TIMEOUT) {
                timeout();
            }
            throw e;
        }
    }

    /**
     * Header and body of a PDU must each arrive as a whole within the wait, so that single bytes now and then do not
     * hold a connection; in Sta2 the wait began with the connection.
     */
    private void beginWait() {
        if (state != State.STA2_AWAITING_REQUEST) {
            Duration wait = state == State.STA6_ESTABLISHED ? limits.idle() : limits.artim();
            deadline = System.nanoTime() + wait.toNanos();
        }
    }

    /** At least a second for data, whose reader may have been slow itself. */
    private Duration waitLeft() {
        long least = state == State.STA6_ESTABLISHED ? 1_000_000_000L : 0;
        return Duration.ofNanos(Math.max(deadline - System.nanoTime(), least));
    }

    private Indication dataArrived(long length) throws AssociationException, PduException {
        boolean tooLong = length > limits.maxPduLength() + HEADER; // some senders do not count the header
        if (state == State.STA6_ESTABLISHED && (length == 0 || tooLong)) {
            throw new PduException(Abort.INVALID_PARAMETER, "The peer sent a data PDU of " + length + " bytes");
        }
        dataLeft = length;
        received = Optional.empty();
        return indicated(PduType.P_DATA_TF);
    }

    private Indication arrived(PduType type, int length) throws AssociationException, PduException {
        ByteBuffer body = ByteBuffer.allocate(length);
        readFully(body);
        received = Optional.of(PduDecoder.decode(type, body.flip()));
        return indicated(type);
    }

    private Indication indicated(PduType type) throws AssociationException {
        Action action = fire(type.received(), received);
        return switch (action) {
            case AE_6 -> Indication.ASSOCIATE;
            case AE_3 -> Indication.ACCEPTED;
            case AE_4 -> Indication.REJECTED;
            case DT_2, AR_6 -> Indication.DATA;
            case AR_2, AR_8 -> Indication.RELEASE;
            case AR_3, AR_10 -> Indication.RELEASED;
            case AA_2, AA_3 -> throw abortedByPeer();
            default -> throw new AssociationException(Cause.PROTOCOL, "The peer sent " + type + " out of turn");
        };
    }

    private AssociationException abortedByPeer() {
        Abort abort = (Abort) received();
        return new AssociationException(
                Cause.ABORTED_BY_PEER,
                "The peer aborted the association (source " + abort.source() + ", reason " + abort.reason() + ")");
    }

    private AssociationException closed() throws AssociationException {
        fire(Event.E17_TRANSPORT_CLOSED, Optional.empty());
        return new AssociationException(Cause.CONNECTION_LOST, "The peer closed the connection");
    }

    private AssociationException invalid(PduException e) {
        try {
            fire(Event.E19_INVALID_PDU, Optional.of(new Abort(Abort.BY_PROVIDER, e.reason())));
        } catch (AssociationException ignored) {
            // the peer cannot be told any more
        }
        return new AssociationException(Cause.PROTOCOL, e.getMessage(), e);
    }

    /** ARTIM where the Standard has it run; elsewhere a wait of ours, which ends by an abort. */
    private void timeout() throws AssociationException {
        if (StateTable.action(state, Event.E18_ARTIM_EXPIRED).isPresent()) {
            fire(Event.E18_ARTIM_EXPIRED, Optional.empty());
        } else {
            abort();
        }
    }

    /** Bytes of the present P-DATA-TF PDU that were not read yet. */
    long dataLeft() {
        return dataLeft;
    }

    /** Reads exactly what the buffer takes, from the present P-DATA-TF PDU. */
    void readDataFully(ByteBuffer into) throws AssociationException {
        dataLeft -= into.remaining();
        readFully(into);
    }

    /** Reads at least a byte from the present P-DATA-TF PDU. */
    int readData(byte[] into, int offset, int length) throws AssociationException {
        int wanted = (int) Math.min(length, dataLeft);
        int got;
        if (!in.hasRemaining() && wanted >= BUFFER) {
            got = readDirectly(ByteBuffer.wrap(into, offset, wanted));
        } else {
            if (!in.hasRemaining() && !fill(1)) {
                throw closed();
            }
            got = Math.min(wanted, in.remaining());
            in.get(into, offset, got);
        }
        dataLeft -= got;
        return got;
    }

    /** Reads at least a byte of the present P-DATA-TF PDU into the buffer, from the socket itself where it can. */
    int readData(ByteBuffer into) throws AssociationException {
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), dataLeft));
        int got = into.remaining();
        if (in.hasRemaining()) {
            got = Math.min(got, in.remaining());
            into.put(in.slice(in.position(), got));
            in.position(in.position() + got);
        } else {
            got = readDirectly(into);
        }
        into.limit(limit);
        dataLeft -= got;
        return got;
    }

    /** What the user leaves of a PDU is passed over. */
    private void skipData() throws AssociationException {
        while (dataLeft > 0) {
            if (!in.hasRemaining() && !fill(1)) {
                throw closed();
            }
            int count = (int) Math.min(dataLeft, in.remaining());
            in.position(in.position() + count);
            dataLeft -= count;
        }
    }

    private int readDirectly(ByteBuffer into) throws AssociationException {
        int got = connection.read(into, waitLeft());
        if (got < 0) {
            throw closed();
        }
        return got;
    }

    private void readFully(ByteBuffer into) throws AssociationException {
        while (into.hasRemaining()) {
            if (!in.hasRemaining() && !fill(1)) {
                throw closed();
            }
            int count = Math.min(into.remaining(), in.remaining());
            into.put(in.slice(in.position(), count));
            in.position(in.position() + count);
        }
    }

    private boolean fill(int count) throws AssociationException {
        return fill(count, BUFFER);
    }

    /**
     * Whether this many bytes are in the buffer now; false at the end of the connection.
     *
     * @param most bytes that one read takes
     */
    private boolean fill(int count, int most) throws AssociationException {
        while (in.remaining() < count) {
            in.compact();
            in.limit(Math.min(in.capacity(), in.position() + most));
            int got = connection.read(in, waitLeft());
            in.flip();
            if (got < 0) {
                return false;
            }
        }
        return true;
    }

    private Action fire(Event event, Optional<Pdu> pdu) throws AssociationException {
        states.lock();
        try {
            State before = state;
            Action action = StateTable.action(before, event)
                    .orElseThrow(() -> new IllegalStateException(event + " cannot happen in " + before));
            boolean other = action == Action.AR_8 && !requester;
            state = other ? action.otherNext() : action.next();
            perform(action, pdu);
            return action;
        } finally {
            states.unlock();
        }
    }

    /** ARTIM runs as the bound of the waits in Sta2 and Sta13. What is told to the user, the caller tells. */
    private void perform(Action action, Optional<Pdu> pdu) throws AssociationException {
        switch (action) {
            case AE_2, AE_7, AE_8 -> send(pdu.orElseThrow());
            case AR_1 -> send(new Pdu.ReleaseRq());
            case AR_4, AR_9 -> send(new Pdu.ReleaseRp());
            case AA_1, AA_7, AA_8 ->
                send(pdu.filter(Abort.class::isInstance).orElse(new Abort(Abort.BY_PROVIDER, Abort.UNEXPECTED_PDU)));
            case AE_4, AR_3, AA_2, AA_3, AA_4, AA_5, AR_5 -> connection.close();
            case AE_1, AE_3, AE_5, AE_6, DT_1, DT_2, AR_2, AR_6, AR_7, AR_8, AR_10, AA_6 -> {}
        }
    }

    private void send(Pdu pdu) throws AssociationException {
        connection.write(ByteBuffer.wrap(PduEncoder.encode(pdu)), limits.artim());
    }

    /** Gives the peer until ARTIM to close, so that our last PDU is not lost with the connection; then closes. */
    @Override
    public void close() {
        abort();
        try {
            long end = System.nanoTime() + limits.artim().toNanos();
            while (state == State.STA13_AWAITING_CLOSE) {
                in.clear();
                long left = end - System.nanoTime();
                if (left <= 0) {
                    fire(Event.E18_ARTIM_EXPIRED, Optional.empty());
                } else if (connection.read(in, Duration.ofNanos(left)) < 0) {
                    fire(Event.E17_TRANSPORT_CLOSED, Optional.empty());
                }
            }
        } catch (AssociationException ignored) {
            // nobody waits for an answer any more
        } finally {
            connection.close();
        }
    }
}
