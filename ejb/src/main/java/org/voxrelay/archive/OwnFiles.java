package org.voxrelay.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.voxrelay.archive.log.Disk;

/**
 * Instances that have a file each: long ones, and those of before there was a log. A file is written once, in
 * {@code incoming/}, and synced there; when its row is committed it moves to {@code store/yyyy/MM/dd/xx/}.
 *
 * <p>Its place is its name, {@code yyyyMMdd-<16 hex digits>}, with {@code -c} at its end if compaction wrote it.
 */
final class OwnFiles {
    static final String DICOM = ".dcm";
    private static final Pattern PLACE = Pattern.compile("\\d{8}-[0-9a-f]{16}(-c)?");
    private static final String PART = ".part";
    private static final String COPY = "-c"; // no digit of any place

    private final Path incoming;
    private final Path store;
    private final Disk disk;
    private final SecureRandom random = new SecureRandom();
    private final Set<Path> madeFolders = ConcurrentHashMap.newKeySet();

    OwnFiles(Path dataDir, Disk disk) throws IOException {
        this.disk = disk;
        incoming = Files.createDirectories(dataDir.resolve("incoming"));
        store = Files.createDirectories(dataDir.resolve("store"));
        for (Path unfinished : list(PART)) {
            Files.delete(unfinished);
        }
    }

    String newPlace() {
        byte[] id = new byte[8];
        random.nextBytes(id);
        return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE) + "-"
                + HexFormat.of().formatHex(id);
    }

    /** As {@link #newPlace}, for what lies in the log already. */
    String newPlaceOfCopy() {
        return newPlace() + COPY;
    }

    /** Whether compaction wrote it. */
    static boolean isCopy(String place) {
        return place.endsWith(COPY);
    }

    /** Where the file of a place is written; what lies there is nothing yet. */
    Path unfinished(String place) {
        return incoming.resolve(checked(place) + PART);
    }

    /** Gives a finished file its name; both for good if {@code syncs}. */
    void accept(String place, boolean syncs) throws IOException {
        if (syncs) {
            disk.force(unfinished(place));
            disk.rename(unfinished(place), incoming(place));
        } else {
            Files.move(unfinished(place), incoming(place), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Makes a file safe that was accepted without. */
    void sync(String place) throws IOException {
        if (Files.exists(incoming(place))) {
            disk.force(incoming(place));
            try (FileChannel folder = FileChannel.open(incoming, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    FileChannel open(String place) throws IOException {
        try {
            return FileChannel.open(stored(place), StandardOpenOption.READ);
        } catch (NoSuchFileException notYetMoved) {
            return openIncoming(place);
        }
    }

    private FileChannel openIncoming(String place) throws IOException {
        try {
            return FileChannel.open(incoming(place), StandardOpenOption.READ);
        } catch (NoSuchFileException movedMeanwhile) {
            return FileChannel.open(stored(place), StandardOpenOption.READ);
        }
    }

    /** Moves an indexed instance to where it stays. Doing so again is harmless. */
    void settle(String place) throws IOException {
        if (Files.exists(incoming(place))) {
            Path to = stored(place);
            if (madeFolders.add(to.getParent())) {
                Files.createDirectories(to.getParent());
            }
            Files.move(incoming(place), to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Places that were accepted and perhaps not indexed, oldest first; they are safe now if they were not. */
    List<String> unsettled() throws IOException {
        List<String> found = list(DICOM).stream()
                .map(path -> path.getFileName().toString())
                .map(name -> name.substring(0, name.length() - DICOM.length()))
                .filter(name -> PLACE.matcher(name).matches())
                .sorted()
                .toList();
        for (String place : found) {
            sync(place);
        }
        return found;
    }

    boolean has(String place) {
        return Files.exists(incoming(place)) || Files.exists(stored(place));
    }

    void delete(String place) throws IOException {
        Files.deleteIfExists(incoming(place));
        Files.deleteIfExists(stored(place));
    }

    void move(String place, Path to) throws IOException {
        Files.move(incoming(place), to, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path incoming(String place) {
        return incoming.resolve(checked(place) + DICOM);
    }

    private Path stored(String place) {
        String day = checked(place);
        return store.resolve(day.substring(0, 4))
                .resolve(day.substring(4, 6))
                .resolve(day.substring(6, 8))
                .resolve(day.substring(9, 11))
                .resolve(place + DICOM);
    }

    private static String checked(String place) {
        if (!PLACE.matcher(place).matches()) {
            throw new IllegalArgumentException("not a place in the archive: " + place);
        }
        return place;
    }

    private List<Path> list(String suffix) throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming, "*" + suffix)) {
            files.forEach(found::add);
        }
        return found;
    }
}
