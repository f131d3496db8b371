package org.voxrelay.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/** A DICOM UID (PS3.5 section 9.1). Components with leading zeros are accepted: devices send them. */
public record Uid(String value) {
    private static final Pattern FORM = Pattern.compile("\\d+(\\.\\d+)*");

    /** @throws IllegalArgumentException unless 1 to 64 digits and dots with no empty component */
    public Uid {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a UID");
        }
    }

    /** @return whether the constructor takes this value */
    public static boolean isValid(String value) {
        return value.length() <= 64 && FORM.matcher(value).matches();
    }

    /** @return a UID that nobody has used (PS3.5 section B.2) */
    public static Uid fresh() {
        return of(UUID.randomUUID());
    }

    /** @return always the same UID for the same name, of the form of PS3.5 section B.2 */
    public static Uid named(String name) {
        byte[] digest = sha256(name.getBytes(StandardCharsets.UTF_8));
        digest[6] = (byte) (digest[6] & 0x0F | 0x80); // version 8 of RFC 9562: a digest of our choice
        digest[8] = (byte) (digest[8] & 0x3F | 0x80);
        return of(Arrays.copyOf(digest, 16));
    }

    private static Uid of(UUID uuid) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return of(bytes);
    }

    private static Uid of(byte[] uuid) {
        return new Uid("2.25." + new BigInteger(1, uuid));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
