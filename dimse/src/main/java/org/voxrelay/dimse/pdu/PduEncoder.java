package org.voxrelay.dimse.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.voxrelay.dimse.pdu.Pdu.Abort;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRp;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRq;

/** Writes PDUs as bytes, big endian (PS3.8 section 9.3). */
public final class PduEncoder {
    static final int APPLICATION_CONTEXT_ITEM = 0x10;
    static final int PROPOSED_CONTEXT_ITEM = 0x20;
    static final int ANSWERED_CONTEXT_ITEM = 0x21;
    static final int ABSTRACT_SYNTAX_ITEM = 0x30;
    static final int TRANSFER_SYNTAX_ITEM = 0x40;
    static final int USER_INFORMATION_ITEM = 0x50;
    static final int MAXIMUM_LENGTH_ITEM = 0x51;
    static final int IMPLEMENTATION_CLASS_ITEM = 0x52;
    static final int IMPLEMENTATION_VERSION_ITEM = 0x55;

    private PduEncoder() {}

    /** @return the whole PDU with its header of 6 bytes */
    public static byte[] encode(Pdu pdu) {
        if (pdu instanceof AssociateRq rq) {
            return pdu(PduType.ASSOCIATE_RQ, request(rq));
        }
        if (pdu instanceof AssociateAc ac) {
            return pdu(PduType.ASSOCIATE_AC, accept(ac));
        }
        if (pdu instanceof AssociateRj rj) {
            return pdu(
                    PduType.ASSOCIATE_RJ, new byte[] {0, (byte) rj.result(), (byte) rj.source(), (byte) rj.reason()});
        }
        if (pdu instanceof Abort abort) {
            return pdu(PduType.ABORT, new byte[] {0, 0, (byte) abort.source(), (byte) abort.reason()});
        }
        if (pdu instanceof ReleaseRq) {
            return pdu(PduType.RELEASE_RQ, new byte[4]);
        }
        if (pdu instanceof ReleaseRp) {
            return pdu(PduType.RELEASE_RP, new byte[4]);
        }
        throw new IllegalStateException("a PDU that has no bytes: " + pdu);
    }

    private static byte[] pdu(PduType type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type.code())
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static byte[] request(AssociateRq rq) {
        ByteArrayOutputStream out = fixedFields(rq.calledAeTitle(), rq.callingAeTitle());
        writeItem(out, APPLICATION_CONTEXT_ITEM, ascii(rq.applicationContext()));
        for (ProposedContext context : rq.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
            writeItem(item, ABSTRACT_SYNTAX_ITEM, ascii(context.abstractSyntax()));
            context.transferSyntaxes().forEach(uid -> writeItem(item, TRANSFER_SYNTAX_ITEM, ascii(uid)));
            writeItem(out, PROPOSED_CONTEXT_ITEM, item.toByteArray());
        }
        writeItem(out, USER_INFORMATION_ITEM, user(rq.user()));
        return out.toByteArray();
    }

    private static byte[] accept(AssociateAc ac) {
        ByteArrayOutputStream out = fixedFields(ac.calledAeTitle(), ac.callingAeTitle());
        writeItem(out, APPLICATION_CONTEXT_ITEM, ascii(ac.applicationContext()));
        for (AnsweredContext context : ac.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, (byte) context.result(), 0});
            writeItem(item, TRANSFER_SYNTAX_ITEM, ascii(context.transferSyntax()));
            writeItem(out, ANSWERED_CONTEXT_ITEM, item.toByteArray());
        }
        writeItem(out, USER_INFORMATION_ITEM, user(ac.user()));
        return out.toByteArray();
    }

    private static ByteArrayOutputStream fixedFields(String calledAeTitle, String callingAeTitle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(new byte[] {0, 1, 0, 0}); // protocol version 1
        out.writeBytes(ascii(padded(calledAeTitle)));
        out.writeBytes(ascii(padded(callingAeTitle)));
        out.writeBytes(new byte[32]);
        return out;
    }

    private static String padded(String aeTitle) {
        return (aeTitle + " ".repeat(16)).substring(0, 16);
    }

    private static byte[] user(UserInformation user) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        byte[] length = ByteBuffer.allocate(4).putInt(user.maxPduLength()).array();
        writeItem(out, MAXIMUM_LENGTH_ITEM, length);
        writeItem(out, IMPLEMENTATION_CLASS_ITEM, ascii(user.implementationClassUid()));
        writeItem(out, IMPLEMENTATION_VERSION_ITEM, ascii(user.implementationVersionName()));
        return out.toByteArray();
    }

    private static void writeItem(ByteArrayOutputStream out, int type, byte[] content) {
        out.write(type);
        out.write(0);
        out.write(content.length >>> 8);
        out.write(content.length);
        out.writeBytes(content);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
