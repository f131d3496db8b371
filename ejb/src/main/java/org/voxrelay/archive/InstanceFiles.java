package org.voxrelay.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.ReentrantLock;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.archive.log.Disk;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.archive.log.Origin;
import org.voxrelay.archive.log.SegmentLog;
import org.voxrelay.config.Settings;

/**
 * The bytes of the archive. An instance goes to the ingest log below {@code segments/}; one that is longer than the log takes
 * goes to a file of its own, as all did before there was a log. Either way its bytes are safe before its sender gets an answer
 * (or, if the administrator wants it so, soon after), and then its row follows: a row never lacks its bytes, and what has no row
 * yet is found after a crash.
 *
 * <p>A <em>place</em> is a text that finds the bytes again: of the log ({@link LogPlace}), or of a file ({@link OwnFiles}).
 * It is made here, never from a value of a data set.
 */
public final class InstanceFiles implements Closeable {
    private final OwnFiles own;
    private final Path rejected;
    private final SegmentLog log;
    private final FileStore disk;
    private final boolean syncs;
    private final ReentrantLock maintenance = new ReentrantLock();
    private Optional<Unsettled> unsettled = Optional.empty();

    /** Makes the folders below the data folder, and removes what was cut off in the middle of an arrival. */
    public InstanceFiles(Settings settings) throws IOException {
        this(settings, Disk.REAL);
    }

    /** The same on a disk of a test. */
    public InstanceFiles(Settings settings, Disk disk) throws IOException {
        Path dataDir = settings.dataDir();
        own = new OwnFiles(dataDir, disk);
        rejected = Files.createDirectories(dataDir.resolve("rejected"));
        Path segments = Files.createDirectories(dataDir.resolve("segments"));
        this.disk = Files.getFileStore(segments);
        syncs = settings.storage().syncs();
        log = new SegmentLog(new SegmentLog.Options(
                segments, disk, settings.storage().segmentBytes(), syncs, new SegmentLog.Space() {
                    @Override
                    public long usableBytes() throws IOException {
                        return InstanceFiles.this.usableBytes();
                    }

                    @Override
                    public long keepFree() {
                        return settings.minFreeBytes();
                    }
                }));
    }

    /** Looks for what has no row yet, and begins to take instances. */
    public void start(ThreadFactory threads) throws IOException {
        unsettled = Optional.of(Unsettled.find(log, own));
        log.start(threads);
    }

    SegmentLog log() {
        return log;
    }

    /** One at a time deletes or moves what is stored. */
    ReentrantLock maintenance() {
        return maintenance;
    }

    void deleteOwn(String place) throws IOException {
        own.delete(place);
    }

    boolean hasOwn(String place) {
        return own.has(place);
    }

    /**
     * Opens a way in for one instance. Nothing of it is left unless {@link #accept} takes it.
     *
     * @param origin what a replay has to know
     */
    public Spool spool(Origin origin, long maxBytes) throws IOException {
        return new Spool(log.begin(origin), own, maxBytes, false);
    }

    /** Opens a way for one instance that lies in the log already; a start knows such a copy from an arrival. */
    Spool spoolCopy(Origin origin) throws IOException {
        return new Spool(log.beginCopy(origin), own, Long.MAX_VALUE, true);
    }

    /**
     * Makes a finished spool durable: after this call it survives the power failing, unless arrivals are not to be synced.
     *
     * @param replaces whether it takes the place of another instance with its UID
     */
    public Spool.Accepted accept(Spool spool, boolean replaces) throws IOException {
        return spool.finish(replaces, syncs);
    }

    /** As {@link #accept}, by another thread. Until it has ended the spool stays open and untouched. */
    public Future<Spool.Accepted> acceptLater(Spool spool, boolean replaces) {
        return log.submit(() -> accept(spool, replaces));
    }

    /** Runs something in one of the threads that write: those are not interrupted, which would close their files. */
    public <T> Future<T> submit(Callable<T> work) {
        return log.submit(work);
    }

    /**
     * Makes accepted instances safe before their rows are committed, if they are not: a row must not outlive its bytes.
     *
     * @throws IOException if that failed for some
     */
    void sync(List<String> places) throws IOException, InterruptedException {
        if (syncs) {
            return;
        }
        try {
            log.submit(() -> {
                        for (String place : places) {
                            if (LogPlace.of(place).isEmpty()) {
                                own.sync(place);
                            }
                        }
                        log.sync(places.stream()
                                .flatMap(place -> LogPlace.of(place).stream())
                                .toList());
                        return null;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("not synced: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Opens an instance for reading; the caller closes it. */
    public FileChannel open(String place) throws IOException {
        Optional<LogPlace> logged = LogPlace.of(place);
        return logged.isPresent() ? log.open(logged.get()) : own.open(place);
    }

    /** The row of this place is committed. Saying so again is harmless. */
    public void settle(String place) throws IOException {
        Optional<LogPlace> logged = LogPlace.of(place);
        if (logged.isPresent()) {
            log.settle(logged.get());
        } else {
            own.settle(place);
        }
    }

    /** What {@link #start} found; a second call finds nothing. */
    public Optional<Unsettled> takeUnsettled() {
        Optional<Unsettled> found = unsettled;
        unsettled = Optional.empty();
        return found;
    }

    /** How an instance that {@link #start} found lies here. */
    public Spool.Accepted lies(Unsettled.Found found) throws IOException {
        try (FileChannel file = open(found.place())) {
            int crc = found.crc().isPresent()
                    ? found.crc().getAsInt()
                    : DataSetComparison.crcOf(Channels.newInputStream(file));
            return new Spool.Accepted(found.place(), file.size(), crc);
        }
    }

    /** Gives up bytes that no row names: they turned out to be here already, or were deleted. */
    public void discard(String place) throws IOException {
        Optional<LogPlace> logged = LogPlace.of(place);
        if (logged.isPresent()) {
            log.settle(log.bury(List.of(new Burial(place, ""))));
            log.settle(logged.get());
        } else {
            own.delete(place);
        }
    }

    /** Sets bytes aside that could not be indexed: nothing is lost, an administrator can look at them. */
    public Path reject(String place) throws IOException {
        Path to = rejected.resolve(place + OwnFiles.DICOM);
        if (LogPlace.of(place).isEmpty()) {
            own.move(place, to);
            return to;
        }
        try (FileChannel from = open(place);
                FileChannel copy = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (long done = 0; done < from.size(); ) {
                done += from.transferTo(done, from.size() - done, copy);
            }
            copy.force(true);
        }
        discard(place);
        return to;
    }

    /** Whether the data set of the spool is, byte for byte, the one of a stored instance, however both came. */
    public boolean isSame(Spool spool, StoredInstance stored) throws IOException {
        try (InputStream arrived = spool.content();
                InputStream here = Channels.newInputStream(open(stored.place()))) {
            arrived.skipNBytes(spool.headLength());
            return DataSetComparison.sameRest(arrived, DataSetComparison.atDataSet(here));
        }
    }

    /** Whether the data sets of two places are the same, byte for byte. */
    public boolean isSame(String place, String other) throws IOException {
        try (InputStream one = Channels.newInputStream(open(place));
                InputStream two = Channels.newInputStream(open(other))) {
            return DataSetComparison.sameRest(DataSetComparison.atDataSet(one), DataSetComparison.atDataSet(two));
        }
    }

    /** Bytes that may still be written on the archive's disk. */
    public long usableBytes() throws IOException {
        return disk.getUsableSpace();
    }

    /** No instance is taken any more. */
    @Override
    public void close() throws IOException {
        log.close();
    }
}
