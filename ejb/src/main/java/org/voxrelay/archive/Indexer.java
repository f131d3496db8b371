package org.voxrelay.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.Database;
import org.voxrelay.db.DatabaseException;

/**
 * Writes the rows of acknowledged instances, a moment after their bytes are safe, many in one transaction: rows cost less the
 * more of them come together. One thread, in the order of arrival. What waits is bounded by its bytes: a sender waits when the
 * database is slower.
 *
 * <p>Searches call {@link #awaitIndexed} first, which ends the moment, so they never miss what was acknowledged before them.
 */
public final class Indexer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Indexer.class.getName());
    private static final int BATCH = 2000;
    private static final int KIB = 1024;
    private static final int WAITING_KIB = 256 * KIB;
    private static final Duration LINGER = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final IndexBatch batch;
    private final Database database;
    private final InstanceFiles files;
    private final LinkedBlockingQueue<IndexEntry> queue = new LinkedBlockingQueue<>();
    private final Map<String, IndexEntry> pending = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(WAITING_KIB, true);
    private final KnownUids known = new KnownUids();
    private final Semaphore hurry = new Semaphore(0);
    private final ReentrantLock writing = new ReentrantLock();
    private final Object progress = new Object();
    private long submitted;
    private long indexed;
    private volatile boolean closing;
    private Thread thread;

    /** @param settle quiet time after which a series is handed to the rules */
    public Indexer(Database database, InstanceFiles files, Duration settle) {
        this(database, files, settle, ExtraAttributes.NONE);
    }

    /**
     * @param settle quiet time after which a series is handed to the rules
     * @param extra attributes that are searched beside the usual ones
     */
    public Indexer(Database database, InstanceFiles files, Duration settle, ExtraAttributes extra) {
        this.database = database;
        this.files = files;
        this.batch = new IndexBatch(database, settle, new KeyColumns(extra));
    }

    /** The database did not keep up, or is away. */
    public static final class Behind extends IOException {
        private static final long serialVersionUID = 1;

        Behind() {
            super("the index is behind: the database is slow or away");
        }
    }

    /** Begins to write. */
    public void start(ThreadFactory threads) {
        known.size(database);
        thread = threads.newThread(this::run);
        thread.setName("voxrelay-indexer");
        thread.start();
        Thread loading = threads.newThread(() -> known.load(database));
        loading.setName("voxrelay-known-uids");
        loading.setDaemon(true);
        loading.start();
    }

    /** Room in the queue, counted in KiB. */
    public final class Room implements AutoCloseable {
        private int kib;

        private Room(int kib) {
            this.kib = kib;
        }

        /** Gives back what was not submitted. */
        @Override
        public void close() {
            room.release(kib);
            kib = 0;
        }
    }

    /**
     * Reserves room for an entry, before its bytes are acknowledged.
     *
     * @param bytes of its metadata, at least
     * @throws Behind if there is none within the time
     */
    public Room reserve(long bytes, Duration wait) throws IOException, InterruptedException {
        int kib = kib(bytes);
        if (!room.tryAcquire(kib, 0, TimeUnit.MILLISECONDS)) {
            hurry.release();
            if (!room.tryAcquire(kib, wait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Behind();
            }
        }
        return new Room(kib);
    }

    /** Hands over an entry that has its room and whose bytes are safe. What it does not need of the room is free at once. */
    public void submit(IndexEntry entry, Room reserved) {
        int kib = kib(entry.metadata().length);
        if (kib > reserved.kib) {
            throw new IllegalStateException("an entry needs more room than was reserved");
        }
        reserved.kib -= kib;
        reserved.close();
        known.add(entry.instance().uid().value());
        pending.put(entry.instance().uid().value(), entry);
        synchronized (progress) {
            submitted++;
            queue.add(entry);
        }
        if (queue.size() >= BATCH) {
            hurry.release();
        }
    }

    /** False only if no instance with this UID is stored or acknowledged. */
    boolean mayKnow(String sopInstanceUid) {
        return known.mayContain(sopInstanceUid);
    }

    /** An instance that is acknowledged and has no row yet. */
    public Optional<IndexEntry> pending(String sopInstanceUid) {
        return Optional.ofNullable(pending.get(sopInstanceUid));
    }

    /**
     * Waits until everything that was submitted before has its row.
     *
     * @throws Behind if that takes longer
     */
    public void awaitIndexed(Duration wait) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (progress) {
            long goal = submitted;
            while (indexed < goal) {
                hurry.release();
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new Behind();
                }
                progress.wait(millis);
            }
        }
    }

    private void run() {
        var entries = new ArrayList<IndexEntry>();
        try {
            while (!closing || !queue.isEmpty()) {
                IndexEntry first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    if (hurry.tryAcquire(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
                        hurry.drainPermits();
                    }
                    entries.add(first);
                    queue.drainTo(entries, BATCH - 1);
                    sync(entries);
                    writeUntilDone(List.copyOf(entries));
                    entries.clear();
                }
            }
        } catch (InterruptedException e) {
            // The bytes are safe: the next start finds them.
            Thread.currentThread().interrupt();
        }
    }

    /** Where the bytes were synced before the answer, nothing is done. */
    private void sync(List<IndexEntry> entries) throws InterruptedException {
        try {
            files.sync(entries.stream().map(entry -> entry.instance().place()).toList());
        } catch (IOException e) {
            // They were acknowledged and can be read: who sent them will not send them again.
            LOG.log(
                    Level.SEVERE,
                    "index: {0} instances are lost if the machine stops, for the disk fails: {1}",
                    new Object[] {entries.size(), e.getMessage()});
        }
    }

    /**
     * One entry that the database refuses must not hold up the others. And what we remember of rows may be what it refuses, after
     * a commit whose end we did not hear of: nothing is set aside before it was tried without that.
     */
    private void writeUntilDone(List<IndexEntry> entries) throws InterruptedException {
        if (isWritten(entries)) {
            return;
        }
        for (IndexEntry entry : entries) {
            forget();
            if (!isWritten(List.of(entry))) {
                setAside(entry, "the database refuses its row");
                done(List.of(entry));
            }
        }
    }

    /** Waits for a database that is away. @return false if it refuses the rows */
    private boolean isWritten(List<IndexEntry> entries) throws InterruptedException {
        while (true) {
            try {
                finish(entries, write(entries));
                return true;
            } catch (DatabaseException e) {
                if (closing) {
                    throw new InterruptedException("closing while the database is away");
                }
                LOG.log(Level.SEVERE, "index: {0} instances wait for the database: {1}", new Object[] {
                    entries.size(), e.getMessage()
                });
                if (e.isAboutTheData()) {
                    return false;
                }
                Thread.sleep(RETRY.toMillis());
            } catch (RuntimeException e) {
                // The edge of this thread: our own fault with one entry must not end the indexing of all others.
                LOG.log(Level.SEVERE, "index: a batch failed", e);
                return false;
            }
        }
    }

    private List<IndexEntry> write(List<IndexEntry> entries) {
        writing.lock();
        try {
            return batch.write(entries);
        } finally {
            writing.unlock();
        }
    }

    private void forget() {
        writing.lock();
        try {
            batch.forget();
        } finally {
            writing.unlock();
        }
    }

    /** Does something to the rows that are there while no row is written; series may be gone after it. */
    <T> T exclusively(Supplier<T> work) {
        writing.lock();
        try {
            return work.get();
        } finally {
            batch.forget();
            writing.unlock();
        }
    }

    private void finish(List<IndexEntry> entries, List<IndexEntry> notInserted) {
        for (IndexEntry entry : entries) {
            try {
                if (notInserted.contains(entry)) {
                    resolveConflict(entry);
                } else {
                    files.settle(entry.instance().place());
                }
            } catch (IOException | DatabaseException e) {
                // Nothing is lost: the bytes stay where they are, and the next start looks at them again.
                LOG.log(Level.WARNING, "index: {0} stays unsettled: {1}", new Object[] {
                    entry.instance().place(), e.toString()
                });
            }
        }
        done(entries);
    }

    /** Another node stored the same SOP Instance UID between our look and our row. */
    private void resolveConflict(IndexEntry entry) throws IOException {
        var other = InstanceIndex.find(database, entry.instance().uid().value());
        String place = entry.instance().place();
        if (other.isPresent() && other.get().place().equals(place)) {
            files.settle(place);
        } else if (entry.kind() == ChangeKind.RESTORED) {
            LOG.log(Level.WARNING, "index: instance {0} stays in the trash: another one has its UID", place);
        } else if (other.isPresent()
                && other.get().mayBe(entry.instance().crc())
                && files.isSame(place, other.get().place())) {
            files.discard(place);
        } else {
            setAside(entry, "another instance with its UID was stored at the same time");
        }
    }

    private void setAside(IndexEntry entry, String why) {
        if (entry.kind() == ChangeKind.RESTORED) {
            LOG.log(Level.SEVERE, "index: {0} stays in the trash: {1}", new Object[] {
                entry.instance().place(), why
            });
            return;
        }
        try {
            LOG.log(Level.SEVERE, "index: instance {0} set aside as {1}: {2}", new Object[] {
                entry.instance().uid().value(), files.reject(entry.instance().place()), why
            });
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "index: instance " + entry.instance().uid().value() + " cannot be set aside", e);
        }
    }

    private void done(List<IndexEntry> entries) {
        for (IndexEntry entry : entries) {
            pending.remove(entry.instance().uid().value(), entry);
            room.release(kib(entry.metadata().length));
        }
        synchronized (progress) {
            indexed += entries.size();
            progress.notifyAll();
        }
    }

    private static int kib(long bytes) {
        return (int) Math.min(WAITING_KIB, 1 + bytes / KIB);
    }

    /** Writes what waits and ends, within some seconds. */
    @Override
    public void close() throws InterruptedException {
        closing = true;
        if (thread != null) {
            thread.join(10_000);
            thread.interrupt();
        }
    }
}
