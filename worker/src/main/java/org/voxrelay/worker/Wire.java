package org.voxrelay.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/** The messages between parent and child: a mark, a kind, a length and so many bytes. */
final class Wire {
    /** Text that a library prints into the pipe is told from a message by it. */
    private static final int MARK = 0x56585231;

    private Wire() {}

    /** The order is part of the protocol; both ends are always of the same build. */
    enum Kind {
        READY,
        ALIVE,
        REQUEST,
        ANSWERED,
        REFUSED
    }

    record Message(Kind kind, byte[] bytes) {
        Message(Kind kind) {
            this(kind, new byte[0]);
        }
    }

    static void write(DataOutputStream out, Message message) throws IOException {
        out.writeInt(MARK);
        out.writeByte(message.kind().ordinal());
        out.writeInt(message.bytes().length);
        out.write(message.bytes());
        out.flush();
    }

    /** @throws IOException at the end of the stream, too, and for what is no message of at most this length */
    static Message read(DataInputStream in, int maxBytes) throws IOException {
        if (in.readInt() != MARK) {
            throw new IOException("what came is no message");
        }
        int kind = in.readUnsignedByte();
        int length = in.readInt();
        if (kind >= Kind.values().length || length < 0 || length > maxBytes) {
            throw new IOException("a message of kind " + kind + " and " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new Message(Kind.values()[kind], bytes);
    }
}
