package org.voxrelay.dimse.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.voxrelay.dimse.pdu.Pdu.Abort;
import org.voxrelay.dimse.pdu.Pdu.AssociateAc;
import org.voxrelay.dimse.pdu.Pdu.AssociateRj;
import org.voxrelay.dimse.pdu.Pdu.AssociateRq;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRp;
import org.voxrelay.dimse.pdu.Pdu.ReleaseRq;

/** Writes PDUs as bytes, big endian (PS3.8 section 9.3). */
public final class PduEncoder {
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
        Items.write(out, Items.APPLICATION_CONTEXT, Items.ascii(rq.applicationContext()));
        for (ProposedContext context : rq.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, 0, 0});
            Items.write(item, Items.ABSTRACT_SYNTAX, Items.ascii(context.abstractSyntax()));
            context.transferSyntaxes().forEach(uid -> Items.write(item, Items.TRANSFER_SYNTAX, Items.ascii(uid)));
            Items.write(out, Items.PROPOSED_CONTEXT, item.toByteArray());
        }
        Items.write(out, Items.USER_INFORMATION, UserInformationCodec.encode(rq.user()));
        return out.toByteArray();
    }

    private static byte[] accept(AssociateAc ac) {
        ByteArrayOutputStream out = fixedFields(ac.calledAeTitle(), ac.callingAeTitle());
        Items.write(out, Items.APPLICATION_CONTEXT, Items.ascii(ac.applicationContext()));
        for (AnsweredContext context : ac.contexts()) {
            ByteArrayOutputStream item = new ByteArrayOutputStream();
            item.writeBytes(new byte[] {(byte) context.id(), 0, (byte) context.result(), 0});
            Items.write(item, Items.TRANSFER_SYNTAX, Items.ascii(context.transferSyntax()));
            Items.write(out, Items.ANSWERED_CONTEXT, item.toByteArray());
        }
        Items.write(out, Items.USER_INFORMATION, UserInformationCodec.encode(ac.user()));
        return out.toByteArray();
    }

    private static ByteArrayOutputStream fixedFields(String calledAeTitle, String callingAeTitle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        out.writeBytes(new byte[] {0, 1, 0, 0}); // protocol version 1
        out.writeBytes(Items.ascii(padded(calledAeTitle)));
        out.writeBytes(Items.ascii(padded(callingAeTitle)));
        out.writeBytes(new byte[32]);
        return out;
    }

    private static String padded(String aeTitle) {
        return (aeTitle + " ".repeat(16)).substring(0, 16);
    }
}
