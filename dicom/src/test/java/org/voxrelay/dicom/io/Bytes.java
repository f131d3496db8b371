package org.voxrelay.dicom.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Builds the bytes of streams by hand, so that a reader is not tested with the writer beside it. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Hexadecimal digits; blanks are for the reader. */
    Bytes hex(String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits.replace(" ", "")));
        return this;
    }

    Bytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Bytes zeros(int count) {
        out.writeBytes(new byte[count]);
        return this;
    }

    /** Explicit VR little endian with a length of two bytes. */
    Bytes element(String tag, String vr, String value) {
        return hex(tag).ascii(vr).littleShort(value.length()).ascii(value);
    }

    Bytes littleShort(int value) {
        out.write(value);
        out.write(value >>> 8);
        return this;
    }

    /** Preamble, prefix and a File Meta Information that names this transfer syntax. */
    Bytes partTen(String transferSyntaxUid) {
        String uid = transferSyntaxUid.length() % 2 == 0 ? transferSyntaxUid : transferSyntaxUid + "\0";
        return zeros(128)
                .ascii("DICM")
                .hex("0200 0000")
                .ascii("UL")
                .hex("0400")
                .littleShort(uid.length() + 8)
                .littleShort(0)
                .element("0200 1000", "UI", uid);
    }

    Bytes repeat(int times, byte[] bytes) {
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return this;
    }

    byte[] toArray() {
        return out.toByteArray();
    }
}
