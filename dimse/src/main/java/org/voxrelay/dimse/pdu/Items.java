package org.voxrelay.dimse.pdu;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The types of the items of the A-ASSOCIATE PDUs, and what all of them are made of. */
final class Items {
    static final int APPLICATION_CONTEXT = 0x10;
    static final int PROPOSED_CONTEXT = 0x20;
    static final int ANSWERED_CONTEXT = 0x21;
    static final int ABSTRACT_SYNTAX = 0x30;
    static final int TRANSFER_SYNTAX = 0x40;
    static final int USER_INFORMATION = 0x50;
    static final int MAXIMUM_LENGTH = 0x51;
    static final int IMPLEMENTATION_CLASS = 0x52;
    static final int ASYNC_WINDOW = 0x53;
    static final int ROLE_SELECTION = 0x54;
    static final int IMPLEMENTATION_VERSION = 0x55;
    static final int EXTENDED_NEGOTIATION = 0x56;
    static final int COMMON_EXTENDED_NEGOTIATION = 0x57;
    static final int USER_IDENTITY = 0x58;
    static final int USER_IDENTITY_RESPONSE = 0x59;

    private Items() {}

    /** @throws IllegalArgumentException if there is more than the length field can say */
    static void write(ByteArrayOutputStream out, int type, byte[] content) {
        out.write(type);
        out.write(0);
        writeField(out, content);
    }

    /** A length of 2 bytes and as many bytes. */
    static void writeField(ByteArrayOutputStream out, byte[] content) {
        if (content.length > 0xFFFF) {
            throw new IllegalArgumentException("an association request or answer has an item of more than 64 KiB");
        }
        writeShort(out, content.length);
        out.writeBytes(content);
    }

    static void writeShort(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    /** The content of an item whose type was just read; the buffer moves behind it. */
    static ByteBuffer content(ByteBuffer from) {
        from.get();
        return field(from);
    }

    static ByteBuffer field(ByteBuffer from) {
        int length = from.getShort() & 0xFFFF;
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }

    static String text(ByteBuffer from) {
        return text(from, from.remaining());
    }

    /** Printable ASCII without the padding; anything else is shown as a question mark, for it may reach a log. */
    static String text(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        int start = 0;
        int end = length;
        while (start < end && isPadding(bytes[start])) {
            start++;
        }
        while (start < end && isPadding(bytes[end - 1])) {
            end--;
        }
        for (int i = start; i < end; i++) {
            bytes[i] = bytes[i] >= ' ' && bytes[i] < 0x7F ? bytes[i] : (byte) '?';
        }
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }
}
