package org.voxrelay.tensorrt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans that were built, kept as files. A plan begins with its own SHA-256, which is checked before it is used. The ones used
 * longest ago go when all together become too large.
 */
public final class PlanCache {
    private static final int DIGEST = 32;
    private static final long MAX_BYTES = 1L << 31;
    private static final String SUFFIX = ".plan";

    private final Path folder;

    private final long maxFolderBytes;

    /** @param maxFolderBytes of all plans; the newest is kept, however large */
    public PlanCache(Path folder, long maxFolderBytes) {
        this.folder = folder;
        this.maxFolderBytes = maxFolderBytes;
    }

    /**
     * What a plan depends on; with another of any it is built anew.
     *
     * @param graphSha256 of the ONNX file
     * @param version of TensorRT, as it counts
     * @param product for example "TensorRT" or "RTX"
     * @param device name and compute capability
     * @param shapes least, usual and largest sizes
     * @param precision of the graph
     */
    public record Key(
            String graphSha256, int version, String product, String device, String shapes, String precision) {}

    /** @return the plan, unless there is none or its file is damaged; that is removed then */
    public Optional<byte[]> find(Key key) throws IOException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) >= DIGEST && Files.size(file) < MAX_BYTES) {
            byte[] all = Files.readAllBytes(file);
            byte[] plan = Arrays.copyOfRange(all, DIGEST, all.length);
            if (MessageDigest.isEqual(sha256(plan), Arrays.copyOf(all, DIGEST))) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
                return Optional.of(plan);
            }
        }
        Files.delete(file);
        return Optional.empty();
    }

    public void put(Key key, byte[] plan) throws IOException {
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, "plan", ".tmp");
        byte[] all = Arrays.copyOf(sha256(plan), DIGEST + plan.length);
        System.arraycopy(plan, 0, all, DIGEST, plan.length);
        Files.write(whole, all);
        Files.move(whole, file(key), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        makeRoom(file(key));
    }

    private void makeRoom(Path kept) throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            oldestFirst = files.filter(file -> file.toString().endsWith(SUFFIX) && !file.equals(kept))
                    .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .toList();
        }
        long sum = Files.size(kept);
        for (Path file : oldestFirst) {
            sum += file.toFile().length();
        }
        for (Path file : oldestFirst) {
            if (sum > maxFolderBytes) {
                sum -= file.toFile().length();
                Files.deleteIfExists(file);
            }
        }
    }

    private Path file(Key key) {
        String name = HexFormat.of().formatHex(sha256(key.toString().getBytes(StandardCharsets.UTF_8)));
        return folder.resolve(name + SUFFIX);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
