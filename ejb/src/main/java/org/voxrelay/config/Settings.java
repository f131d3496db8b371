package org.voxrelay.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What an administrator can set. Every setting is read as the system property {@code voxrelay.some.name} or the environment
 * variable {@code VOXRELAY_SOME_NAME}; see the README for the list.
 *
 * @param dataDir everything that must last lies below it
 * @param modelsDir model packages, {@code <name>/<version>/}
 * @param aeTitle our AE title, 1 to 16 characters (PS3.5 section 6.2)
 * @param bind address of the DICOM listener
 * @param dicomPort port of the DICOM listener; 0 takes a free one
 * @param maxAssociations DICOM associations at one time
 * @param settle how long a series must be quiet before rules see it
 * @param maxInstanceBytes a longer instance is refused
 * @param minFreeBytes with less free space in the data folder, instances are refused
 * @param duplicates what becomes of another instance with a SOP Instance UID that is stored already
 * @param inferenceThreads threads of one inference
 * @param maxVolumeVoxels a larger series is not segmented
 * @param storage how instances are written
 * @param dicom who may do what over DICOM, and how
 * @param workerClassPath of the processes that decode compressed images; {@code ./run} says where our jars are
 */
public record Settings(
        Path dataDir,
        Path modelsDir,
        String aeTitle,
        String bind,
        int dicomPort,
        int maxAssociations,
        Duration settle,
        long maxInstanceBytes,
        long minFreeBytes,
        DuplicatePolicy duplicates,
        int inferenceThreads,
        long maxVolumeVoxels,
        Storage storage,
        DicomSettings dicom,
        Optional<String> workerClassPath) {

    /**
     * How instances are written.
     *
     * @param durability what has happened when a sender gets its answer
     * @param segmentBytes length of a file of the ingest log; written with zeros ahead of its use
     */
    public record Storage(Durability durability, long segmentBytes) {
        /** Whether an instance's bytes are synced before the answer. */
        public boolean syncs() {
            return durability != Durability.RELAXED;
        }
    }

    /** What has happened to an instance when its sender gets the answer. */
    public enum Durability {
        /** Its bytes are synced and its row is committed. */
        STRICT_INDEX,
        /** Its bytes are synced; its row follows within milliseconds, or after a crash at the next start. */
        DURABLE,
        /** Its bytes were given to the operating system: they survive the server's end, not the machine's. They are synced soon. */
        RELAXED
    }

    /** What to do with different bytes under a known SOP Instance UID. The stored ones are never lost. */
    public enum DuplicatePolicy {
        /** The stored instance stays, the new one is refused. */
        KEEP,
        /** The new instance is shown from now on, the old bytes are kept as superseded. */
        REPLACE
    }

    /** Folder in which worker processes keep temporary files. */
    public Path workerFiles() {
        return dataDir.resolve("tmp");
    }

    /** @throws IllegalArgumentException with the name of a setting whose value is not usable */
    public static Settings read() {
        return read(name -> Optional.ofNullable(System.getProperty(name))
                .orElseGet(() -> System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
    }

    static Settings read(UnaryOperator<String> source) {
        var values = new Values(source);
        return new Settings(
                Path.of(values.text("data", "data")).toAbsolutePath().normalize(),
                Path.of(values.text("models", "models")).toAbsolutePath().normalize(),
                aeTitle(values.text("ae.title", "VOXRELAY")),
                values.text("bind", "127.0.0.1"),
                (int) values.number("dicom.port", 11112, 0, 65535),
                (int) values.number("max.associations", 64, 1, 10_000),
                Duration.ofMillis(Math.round(1000 * values.decimal("settle.seconds", 10, 0.1, 86_400))),
                values.number("max.instance.bytes", 16L << 30, 1 << 20, Long.MAX_VALUE),
                values.number("min.free.bytes", 1L << 30, 0, Long.MAX_VALUE),
                DuplicatePolicy.valueOf(values.text("duplicates", "keep").toUpperCase(Locale.ROOT)),
                (int) values.number("inference.threads", Runtime.getRuntime().availableProcessors(), 1, 1024),
                values.number("max.volume.voxels", 400_000_000, 1, 500_000_000),
                new Storage(
                        durability(values.text("durability", "durable")),
                        values.number("segment.bytes", 256L << 20, 4L << 20, 16L << 30)),
                DicomSettings.read(values),
                Optional.of(values.text("worker.classpath", "")).filter(path -> !path.isEmpty()));
    }

    private static Durability durability(String name) {
        for (Durability durability : Durability.values()) {
            if (durability.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                return durability;
            }
        }
        throw new IllegalArgumentException("VOXRELAY_DURABILITY must be strict-index, durable or relaxed, not " + name);
    }

    private static String aeTitle(String title) {
        String trimmed = title.strip();
        boolean printable = trimmed.chars().allMatch(c -> c >= ' ' && c < 127 && c != '\\');
        if (trimmed.isEmpty() || trimmed.length() > 16 || !printable) {
            throw new IllegalArgumentException(
                    "VOXRELAY_AE_TITLE must be 1 to 16 printable ASCII characters without backslash: " + title);
        }
        return trimmed;
    }
}
