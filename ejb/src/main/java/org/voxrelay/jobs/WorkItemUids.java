package org.voxrelay.jobs;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.voxrelay.jobs.WorkItem.Task;

/** UIDs that depend on nothing but the work: the same work has the same UIDs on every node and in every attempt. */
public final class WorkItemUids {
    private WorkItemUids() {}

    /** SHA-256 over the inputs' UIDs, in hexadecimal. */
    static String digest(List<String> inputs) {
        return HexFormat.of().formatHex(sha256(String.join("\n", inputs)));
    }

    /** The step's own UID. */
    public static String ofStep(Task task) {
        return derived("workitem", task, digest(task.inputs()));
    }

    /** The UID of a thing that the step makes; {@code role} says which. */
    public static String of(Task task, Enum<?> role) {
        return derived(role.name(), task, digest(task.inputs()));
    }

    /** A UID from 128 bits of a digest, marked as a UUID of version 8 (RFC 9562; PS3.5 Annex B.2). */
    private static String derived(String role, Task task, String digest) {
        byte[] bits = Arrays.copyOf(
                sha256(String.join(
                        "\n", role, String.join("\n", task.seriesUids()), task.model(), task.modelVersion(), digest)),
                16);
        bits[6] = (byte) (bits[6] & 0x0f | 0x80);
        bits[8] = (byte) (bits[8] & 0x3f | 0x80);
        return "2.25." + new BigInteger(1, bits);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
