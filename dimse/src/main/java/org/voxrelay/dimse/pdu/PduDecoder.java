package org.voxrelay.dimse.pdu;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.voxrelay.dimse.pdu.Pdu.Abort;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRp;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRq;

/** Reads PDUs from bytes (PS3.8 section 9.3). Items that it does not know are passed over, as the Standard asks. */
public final class PduDecoder {
    /** Far above what 128 presentation contexts need. */
    private static final int MAX_ASSOCIATE_LENGTH = 1 << 20;

    private static final int FIXED_FIELDS = 68;

    private PduDecoder() {}

    /**
     * Checks a length before bytes are read; that of P-DATA-TF is the connection's matter.
     *
     * @throws PduException if no PDU of this type has this length
     */
    public static void checkLength(PduType type, long length) throws PduException {
        boolean fits = switch (type) {
            case ASSOCIATE_RQ, ASSOCIATE_AC -> length >= FIXED_FIELDS && length <= MAX_ASSOCIATE_LENGTH;
            case ASSOCIATE_RJ, RELEASE_RQ, RELEASE_RP, ABORT -> length == 4;
            case P_DATA_TF -> true;
        };
        if (!fits) {
            throw invalid("a length of " + length + " for " + type);
        }
    }

    /**
     * @param body the bytes behind the header of 6
     * @throws PduException if they are not as the Standard says
     */
    public static Pdu decode(PduType type, ByteBuffer body) throws PduException {
        try {
            return switch (type) {
                case ASSOCIATE_RQ -> new Associate(body).request();
                case ASSOCIATE_AC -> new Associate(body).accept();
                case ASSOCIATE_RJ -> new AssociateRj(body.get(1), body.get(2), body.get(3));
                case RELEASE_RQ -> new ReleaseRq();
                case RELEASE_RP -> new ReleaseRp();
                case ABORT -> new Abort(body.get(2), body.get(3));
                case P_DATA_TF -> throw new IllegalArgumentException("data are not decoded as a whole");
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw invalid("an item longer than what holds it in " + type);
        }
    }

    private static PduException invalid(String what) {
        return new PduException(Abort.INVALID_PARAMETER, "The peer sent " + what);
    }

    /** Both A-ASSOCIATE PDUs have the same shape. */
    private static final class Associate {
        private final String calledAeTitle;
        private final String callingAeTitle;
        private final int protocolVersion;
        private final List<ProposedContext> proposed = new ArrayList<>();
        private final List<AnsweredContext> answered = new ArrayList<>();
        private final Set<Integer> ids = new HashSet<>();
        private String applicationContext = "";
        private UserInformation user = new UserInformation(0, "", "");

        Associate(ByteBuffer body) throws PduException {
            protocolVersion = body.getShort();
            body.getShort();
            calledAeTitle = Items.text(body, 16);
            callingAeTitle = Items.text(body, 16);
            body.position(body.position() + 32);
            while (body.hasRemaining()) {
                int type = body.get() & 0xFF;
                readItem(type, Items.content(body));
            }
        }

        private void readItem(int type, ByteBuffer item) throws PduException {
            switch (type) {
                case Items.APPLICATION_CONTEXT -> applicationContext = Items.text(item);
                case Items.PROPOSED_CONTEXT -> readProposed(item);
                case Items.ANSWERED_CONTEXT -> readAnswered(item);
                case Items.USER_INFORMATION -> user = UserInformationCodec.decode(item);
                default -> {} // a later edition's item
            }
        }

        private int readId(ByteBuffer item) throws PduException {
            int id = item.get() & 0xFF;
            if (id % 2 == 0 || !ids.add(id)) {
                throw invalid("a presentation context ID that is even or comes twice");
            }
            return id;
        }

        private void readProposed(ByteBuffer item) throws PduException {
            int id = readId(item);
            item.position(4);
            String abstractSyntax = "";
            List<String> transferSyntaxes = new ArrayList<>();
            while (item.hasRemaining()) {
                int type = item.get() & 0xFF;
                ByteBuffer content = Items.content(item);
                if (type == Items.ABSTRACT_SYNTAX) {
                    abstractSyntax = Items.text(content);
                } else if (type == Items.TRANSFER_SYNTAX) {
                    transferSyntaxes.add(Items.text(content));
                }
            }
            if (abstractSyntax.isEmpty() || transferSyntaxes.isEmpty()) {
                throw invalid("a presentation context without an abstract or a transfer syntax");
            }
            proposed.add(new ProposedContext(id, abstractSyntax, transferSyntaxes));
        }

        private void readAnswered(ByteBuffer item) throws PduException {
            int id = readId(item);
            item.get();
            int result = item.get() & 0xFF;
            item.position(4);
            String transferSyntax = "";
            while (item.hasRemaining()) {
                int type = item.get() & 0xFF;
                ByteBuffer content = Items.content(item);
                if (type == Items.TRANSFER_SYNTAX) {
                    transferSyntax = Items.text(content);
                }
            }
            answered.add(new AnsweredContext(id, result, transferSyntax));
        }

        AssociateRq request() throws PduException {
            if ((protocolVersion & 1) == 0) {
                throw invalid("a protocol version other than 1");
            }
            return new AssociateRq(calledAeTitle, callingAeTitle, applicationContext, proposed, user);
        }

        AssociateAc accept() {
            return new AssociateAc(calledAeTitle, callingAeTitle, applicationContext, answered, user);
        }
    }
}
