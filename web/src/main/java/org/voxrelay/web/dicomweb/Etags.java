package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.voxrelay.archive.StoredInstance;

/**
 * Makes strong entity tags (RFC 9110 section 8.8.3): of where the bytes lie, which are written once, and of all that shapes
 * the answer. So answers with the same tag are the same byte for byte, boundaries between parts included.
 */
final class Etags {
    /** To be raised when the same request is answered with other bytes than by the release before. */
    private static final String EDITION = "1";

    private static final int BYTES = 16;

    private final MessageDigest digest;

    Etags() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        with(EDITION);
    }

    Etags with(Object... values) {
        for (Object value : values) {
            digest.update(value.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return this;
    }

    Etags with(StoredInstance instance) {
        return with(
                instance.sopInstanceUid(),
                instance.place(),
                instance.size(),
                instance.crc().orElse(0));
    }

    EntityTag tag() {
        return new EntityTag(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    }
}
