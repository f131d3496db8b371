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

/**
 * The files of the archive. A file is written once, in {@code incoming/}, and made durable there before its sender gets an
 * answer; when its row is committed it moves to {@code store/yyyy/MM/dd/xx/}. So what lies in {@code incoming/} after a
 * crash is all that replay has to look at, and a row never lacks its bytes.
 *
 * <p>A <em>place</em> is a file's name, {@code yyyyMMdd-<16 hex digits>}: made here, never from a value of a data set.
 */
public final class InstanceFiles {
    private static final Pattern PLACE = Pattern.compile("\\d{8}-[0-9a-f]{16}");
    private static final String PART = ".part";
    private static final String DICOM = ".dcm";

    private final Path incoming;
    private final Path store;
    private final Path rejected;
    private final SecureRandom random = new SecureRandom();
    private final Set<Path> madeFolders = ConcurrentHashMap.newKeySet();

    /** Makes the folders below {@code dataDir}, and removes what was cut off in the middle of an arrival. */
    public InstanceFiles(Path dataDir) throws IOException {
        incoming = Files.createDirectories(dataDir.resolve("incoming"));
        store = Files.createDirectories(dataDir.resolve("store"));
        rejected = Files.createDirectories(dataDir.resolve("rejected"));
        for (Path unfinished : list(PART)) {
            Files.delete(unfinished);
        }
    }

    /** Opens the file of an arriving instance. It is gone again unless {@link #accept} takes it. */
    public Spool spool(long maxBytes) throws IOException {
        byte[] id = new byte[8];
        random.nextBytes(id);
        String place = LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE) + "-"
                + HexFormat.of().formatHex(id);
        return new Spool(place, incoming.resolve(place + PART), maxBytes);
    }

    /** Makes a finished spool durable: after this call it survives the power failing. */
    public String accept(Spool spool) throws IOException {
        spool.force();
        Files.move(spool.path(), incoming.resolve(spool.place() + DICOM), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(incoming, StandardOpenOption.READ)) {
            folder.force(true);
        }
        return spool.place();
    }

    /** Opens an instance for reading; the caller closes it. */
    public FileChannel open(String place) throws IOException {
        try {
            return FileChannel.open(stored(place), StandardOpenOption.READ);
        } catch (NoSuchFileException notYetMoved) {
            return openIncoming(place);
        }
    }

    private FileChannel openIncoming(String place) throws IOException {
        try {
            return FileChannel.open(incoming.resolve(checked(place) + DICOM), StandardOpenOption.READ);
        } catch (NoSuchFileException movedMeanwhile) {
            return FileChannel.open(stored(place), StandardOpenOption.READ);
        }
    }

    /** Moves an indexed instance to where it stays. Doing so again is harmless. */
    public void settle(String place) throws IOException {
        Path from = incoming.resolve(checked(place) + DICOM);
        if (Files.exists(from)) {
            Path to = stored(place);
            if (madeFolders.add(to.getParent())) {
                Files.createDirectories(to.getParent());
            }
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Places that were made durable and perhaps not indexed, oldest first. */
    public List<String> unsettled() throws IOException {
        return list(DICOM).stream()
                .map(path -> path.getFileName().toString())
                .map(name -> name.substring(0, name.length() - DICOM.length()))
                .filter(name -> PLACE.matcher(name).matches())
                .sorted()
                .toList();
    }

    /** Removes an instance that turned out to be here already. */
    public void discard(String place) throws IOException {
        Files.deleteIfExists(incoming.resolve(checked(place) + DICOM));
    }

    /** Sets bytes aside that could not be indexed: nothing is lost, an administrator can look at them. */
    public Path reject(String place) throws IOException {
        Path to = rejected.resolve(checked(place) + DICOM);
        Files.move(incoming.resolve(place + DICOM), to, StandardCopyOption.ATOMIC_MOVE);
        return to;
    }

    /** Bytes that may still be written on the archive's disk. */
    public long usableBytes() throws IOException {
        return Files.getFileStore(store).getUsableSpace();
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
