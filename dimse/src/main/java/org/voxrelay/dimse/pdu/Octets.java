package org.voxrelay.dimse.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that nobody changes. They may be secret: only their number is ever printed. */
public final class Octets {
    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte... bytes) {
        return new Octets(bytes.clone());
    }

    public static Octets ofUtf8(String text) {
        return new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return a copy */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** @return the bytes as UTF-8; what is none of it becomes a replacement character */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public int size() {
        return bytes.length;
    }

    /** @return so many of the first bytes, or all where there are fewer */
    public Octets first(int count) {
        return new Octets(Arrays.copyOf(bytes, Math.min(count, bytes.length)));
    }

    /** @return whether there is such a byte and it is 1 */
    public boolean isOneAt(int index) {
        return index < bytes.length && bytes[index] == 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
