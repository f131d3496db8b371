package org.voxrelay.archive.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.voxrelay.archive.log.RecordHeader.Kind;

/**
 * Instances one after the other in large files, each with what is needed to find it again after a crash: the store of the
 * archive and its journal in one. A record is written once, synced together with those of other senders, and never changed.
 * Segments are given up as a whole: what is deleted is named by a later record until compaction has moved the rest.
 */
public final class SegmentLog implements Closeable {
    private static final Logger LOG = Logger.getLogger(SegmentLog.class.getName());
    private static final int IDLE = 16;
    private static final long LARGEST_WISH = 4L << 20;
    private static final Origin OWN = new Origin(0, "");

    private final Options options;
    private final Map<String, Settlement> unsettled = new ConcurrentHashMap<>();
    private final Map<String, Segment> written = new ConcurrentHashMap<>();
    private final ArrayDeque<Extent> idleExtents = new ArrayDeque<>();
    private final ArrayDeque<WriteBuffers> idleBuffers = new ArrayDeque<>();
    private ExecutorService threads;
    private SegmentPreparer preparer;
    private Optional<Segment> current = Optional.empty();
    private volatile long usualBytes = 64 * 1024;

    /**
     * @param segmentBytes of a file, at least 1 MiB
     * @param syncs whether an arrival is safe from the power failing when it is committed; copies and deletions always are,
     *     for nobody would send them again
     */
    public record Options(Path folder, Disk disk, long segmentBytes, boolean syncs, Space space) {}

    /** How much of the disk may be used. */
    public interface Space {
        /** Bytes that are free. */
        long usableBytes() throws IOException;

        /** Bytes that have to stay free. */
        long keepFree();
    }

    /** Looks at nothing yet. */
    public SegmentLog(Options options) {
        this.options = options;
    }

    /**
     * Segments that hold, or may hold, records without rows, and what is in them. They are synced: a process that was killed may
     * have left records that nobody had synced, and they get rows. Call once, before {@link #start}.
     */
    public Map<Path, SegmentScan> recover() throws IOException {
        var found = new LinkedHashMap<Path, SegmentScan>();
        for (Path unfinished : files(SegmentPreparer.UNFINISHED)) {
            options.disk().delete(unfinished);
        }
        for (Path segment : segments(options.folder())) {
            if (!Files.exists(Settlement.mark(segment))) {
                options.disk().force(segment);
                SegmentScan scan = SegmentScanner.scan(segment);
                for (long offset : scan.torn()) {
                    LOG.log(
                            Level.WARNING,
                            "log: the record at {0} of {1} was not finished and is passed over",
                            new Object[] {offset, segment.getFileName()});
                }
                var settlement = new Settlement(segment);
                scan.instances().forEach(record -> settlement.add(record.place().offset()));
                unsettled.put(Segment.nameOf(segment), settlement);
                found.put(segment, scan);
            }
        }
        return found;
    }

    /** After {@link #recover}, when all records that it found are settled or will be: no more are added to those segments. */
    public void recovered(Map<Path, SegmentScan> found) throws IOException {
        for (var entry : found.entrySet()) {
            Path segment = entry.getKey();
            SegmentScan scan = entry.getValue();
            if (scan.end() == Segment.BLOCK) {
                unsettled.remove(Segment.nameOf(segment));
                options.disk().delete(segment);
            } else {
                shorten(segment, scan.end());
                unsettled.get(Segment.nameOf(segment)).finish();
            }
        }
    }

    private static void shorten(Path segment, long end) throws IOException {
        try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(end);
            file.force(true);
        }
    }

    /** Begins to prepare segments. */
    public void start(ThreadFactory factory) {
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = factory.newThread(task);
            thread.setName("voxrelay-log");
            thread.setDaemon(true);
            return thread;
        });
        preparer = new SegmentPreparer(options, threads);
    }

    /** Runs something in one of the threads that write: those are not interrupted, which would close their files. */
    public <T> Future<T> submit(Callable<T> work) {
        return threads.submit(work);
    }

    ExecutorService threads() {
        return threads;
    }

    boolean syncs(Kind kind) {
        return options.syncs() || kind != Kind.INSTANCE;
    }

    /** Begins a record with a Part 10 file. */
    public RecordWriter begin(Origin origin) throws IOException {
        return begin(Kind.INSTANCE, origin);
    }

    /** As {@link #begin}, for what lies in the log already. */
    public RecordWriter beginCopy(Origin origin) throws IOException {
        return begin(Kind.COPY, origin);
    }

    private RecordWriter begin(Kind kind, Origin origin) throws IOException {
        Extent extent = takeExtent();
        return new RecordWriter(this, takeBuffers(), extent, kind, origin);
    }

    /** So much room as instances have taken of late, and some more; an instance that needs still more gets its own file. */
    private synchronized Extent takeExtent() throws IOException {
        long wish = Math.min(LARGEST_WISH, Math.min(options.segmentBytes() / 8, usualBytes + usualBytes / 4));
        for (Iterator<Extent> idle = idleExtents.iterator(); idle.hasNext(); ) {
            Extent extent = idle.next();
            boolean broken = extent.segment().settlement().isBroken();
            if (!broken && extent.room() >= wish) {
                idle.remove();
                return extent;
            }
            if (extent.segment().isRetired()) {
                // A segment that is nearly full is worth more when it is settled.
                idle.remove();
                extent.segment().giveUp(extent);
            }
        }
        while (true) {
            Optional<Extent> fresh = current.flatMap(Segment::nextExtent);
            if (fresh.isPresent()) {
                return fresh.get();
            }
            current.ifPresent(Segment::retire);
            Segment next = preparer.take();
            unsettled.put(next.name(), next.settlement());
            unsettled.values().removeIf(Settlement::isSettled);
            written.put(next.name(), next);
            written.values().removeIf(segment -> segment.settlement().isSettled());
            current = Optional.of(next);
        }
    }

    synchronized void giveBack(Extent extent) {
        idleExtents.add(extent);
        if (idleExtents.size() > IDLE) {
            Extent smallest = idleExtents.stream()
                    .min((a, b) -> Long.compare(a.room(), b.room()))
                    .orElseThrow();
            idleExtents.remove(smallest);
            smallest.segment().giveUp(smallest);
        }
    }

    private synchronized WriteBuffers takeBuffers() {
        return idleBuffers.isEmpty() ? new WriteBuffers() : idleBuffers.pop();
    }

    synchronized void giveBack(WriteBuffers buffers) {
        if (idleBuffers.size() < IDLE) {
            idleBuffers.push(buffers);
        }
    }

    void wrote(long bytes) {
        usualBytes = Math.max(bytes, usualBytes - usualBytes / 64);
    }

    /**
     * Makes records safe that were committed without: one sync for all of a segment.
     *
     * @throws IOException if that failed for some; the others are safe
     */
    public void sync(Collection<LogPlace> places) throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (String name : places.stream().map(LogPlace::segment).collect(Collectors.toSet())) {
            try {
                Segment segment = written.get(name);
                if (segment != null) {
                    segment.syncLater();
                }
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** The record at this place needs no attention after a crash any more: it has its row, or must not have one. */
    public void settle(LogPlace place) {
        Settlement settlement = unsettled.get(place.segment());
        if (settlement != null) {
            settlement.remove(place.offset());
        }
    }

    /**
     * Writes down, for good, that these places hold nothing any more. Their bytes stay until compaction.
     *
     * @return to be settled when their rows are gone
     */
    public LogPlace bury(List<Burial> burials) throws IOException {
        byte[] text = burials.stream()
                .map(Burial::line)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.US_ASCII);
        try (RecordWriter record = begin(Kind.TOMBSTONE, OWN)) {
            for (int done = 0; done < text.length; ) {
                if (!record.buffer().hasRemaining() && !record.turn()) {
                    throw new IOException("too many deletions at once: " + burials.size());
                }
                int step = Math.min(text.length - done, record.buffer().remaining());
                record.buffer().put(text, done, step);
                done += step;
            }
            if (!record.canCommit(text.length)) {
                throw new IOException("too many deletions at once: " + burials.size());
            }
            var crc = new CRC32C();
            crc.update(ByteBuffer.wrap(text));
            return record.commit(new Checks(text.length, 0, 0, (int) crc.getValue()), false);
        }
    }

    /** Opens the bytes of a place; the caller closes it. */
    public FileWindow open(LogPlace place) throws IOException {
        return FileWindow.open(path(place.segment()), place.offset(), place.length());
    }

    /** Where a segment lies. */
    public Path path(String segment) {
        return options.folder().resolve(segment + Segment.SUFFIX);
    }

    /** Whether a segment is there, is written no more, and all its records have their rows. */
    public boolean isSettled(String segment) {
        Path path = path(segment);
        return Files.exists(path) && Files.exists(Settlement.mark(path));
    }

    /** Removes a settled segment with all that is in it. */
    public void drop(String segment) throws IOException {
        options.disk().delete(path(segment));
        options.disk().delete(Settlement.mark(path(segment)));
    }

    /** The segments of a folder, in the order of their beginning. */
    public static List<Path> segments(Path folder) throws IOException {
        return list(folder, Segment.SUFFIX);
    }

    private List<Path> files(String suffix) throws IOException {
        return list(options.folder(), suffix);
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
            for (Path file : files) {
                if (file.getFileName().toString().matches(Segment.NAME + "\\" + suffix)) {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    /** Nothing is written any more. */
    @Override
    public void close() throws IOException {
        if (threads == null) {
            return;
        }
        synchronized (this) {
            idleExtents.forEach(extent -> extent.segment().giveUp(extent));
            idleExtents.clear();
            current.ifPresent(Segment::retire);
            current = Optional.empty();
        }
        preparer.close();
        threads.shutdown();
    }
}
