package org.voxrelay.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.IndexEntryReader.Uids;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Spool;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.archive.log.Origin;
import org.voxrelay.archive.log.OutOfSpace;
import org.voxrelay.config.Settings;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.ingest.Arrival.Declared;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;

/**
 * Receives every instance, whichever way it came: spool, check, place, index, answer. When {@link #receive} returns
 * {@code Stored}, the bytes survive the power failing; the row follows some milliseconds later, and after a crash
 * {@link Replay} makes it. {@link Durability} says how an administrator can have it otherwise.
 */
public final class Ingest {
    private static final Logger LOG = Logger.getLogger(Ingest.class.getName());
    static final Duration INDEX_WAIT = Duration.ofSeconds(30);
    /** Data sets with no more bytes than this beside their long values have metadata of less than eight times that. */
    private static final int SMALL = 16 * 1024;

    private static final int SMALL_METADATA = 8 * SMALL;

    private final Settings settings;
    private final InstanceFiles files;
    private final Indexer indexer;
    private final InstanceIndex index;
    private final KeyedLocks instances = new KeyedLocks();

    /** One for a server. */
    public Ingest(Settings settings, InstanceFiles files, Indexer indexer, InstanceIndex index) {
        this.settings = settings;
        this.files = files;
        this.indexer = indexer;
        this.index = index;
    }

    /**
     * @throws IOException if our disk or the sender's stream broke; nothing was kept
     * @throws InterruptedException if the server ends
     */
    public IngestResult receive(Arrival arrival) throws IOException, InterruptedException {
        var reader = new ArrivalReader(arrival);
        return answered(
                arrival,
                reader,
                () -> {
                    try (Spool spool = spool(arrival)) {
                        return store(read(arrival, reader, spool), spool);
                    }
                },
                refused -> refused);
    }

    /**
     * Receives what one sender sends, one after the other, and reads the next while others are made safe.
     *
     * @param results is told what became of each, in the order in which they came
     */
    public IngestSequence sequence(Consumer<IngestResult> results) {
        return new IngestSequence(this, results);
    }

    /** As {@link #receive}, but returns when the bytes are read; they are made safe when {@code before} of their UID has ended. */
    Ahead receiveAhead(Arrival arrival, Function<Uid, Optional<Future<IngestResult>>> before)
            throws IOException, InterruptedException {
        var reader = new ArrivalReader(arrival);
        return answered(
                arrival,
                reader,
                () -> readThenStore(arrival, reader, before),
                refused -> new Ahead(Optional.empty(), CompletableFuture.completedFuture(refused)));
    }

    /** An instance that is read, and what will become of it; one that could not be read has no UID. */
    record Ahead(Optional<Uid> sopInstance, Future<IngestResult> result) {}

    private Ahead readThenStore(
            Arrival arrival, ArrivalReader reader, Function<Uid, Optional<Future<IngestResult>>> before)
            throws IOException, InterruptedException, Refusing, MissingUid {
        Spool spool = spool(arrival);
        boolean handedOver = false;
        try {
            Received received = read(arrival, reader, spool);
            Uid uid = received.uids().instance();
            Optional<Future<IngestResult>> sameUid = before.apply(uid);
            Future<IngestResult> storing = files.submit(() -> answered(
                    arrival,
                    reader,
                    () -> {
                        try (spool) {
                            awaitEnd(sameUid);
                            return store(received, spool);
                        }
                    },
                    refused -> refused));
            handedOver = true;
            return new Ahead(Optional.of(uid), storing);
        } finally {
            if (!handedOver) {
                spool.close();
            }
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException, InterruptedException, Refusing, MissingUid;
    }

    private <T> T answered(Arrival arrival, ArrivalReader reader, Step<T> step, Function<Refused, T> refused)
            throws IOException, InterruptedException {
        try {
            return step.take();
        } catch (Refusing e) {
            return refused.apply(refused(arrival, reader, e.why, e.getMessage()));
        } catch (MissingUid | DicomStreamException e) {
            return refused.apply(refused(arrival, reader, Refusal.UNREADABLE, e.getMessage()));
        } catch (Spool.TooLong e) {
            return refused.apply(refused(arrival, reader, Refusal.TOO_LONG, e.getMessage()));
        } catch (Indexer.Behind | DatabaseException | OutOfSpace e) {
            return refused.apply(refused(arrival, reader, Refusal.OUT_OF_RESOURCES, e.getMessage()));
        }
    }

    private Spool spool(Arrival arrival) throws IOException, Refusing {
        requireSpace();
        return files.spool(origin(arrival.source()), settings.maxInstanceBytes());
    }

    private static Received read(Arrival arrival, ArrivalReader reader, Spool spool)
            throws IOException, Refusing, MissingUid {
        Received received = reader.read(spool);
        requireMatch(arrival, received.uids());
        return received;
    }

    /** Held while an instance with this UID is looked for and accepted. */
    ReentrantLock lockOf(String sopInstanceUid) {
        return instances.of(sopInstanceUid);
    }

    private static final class Refusing extends Exception {
        private static final long serialVersionUID = 1;
        private final Refusal why;

        Refusing(Refusal why, String detail) {
            super(detail);
            this.why = why;
        }
    }

    private static Refused refused(Arrival arrival, ArrivalReader reader, Refusal why, String detail) {
        LOG.log(Level.WARNING, "refused {0} from {1} {2}: {3}: {4}", new Object[] {
            reader.sopInstance().orElse("an instance"),
            arrival.source().door(),
            arrival.source().callingAeTitle(),
            why,
            detail
        });
        return new Refused(why, detail, reader.sopClass(), reader.sopInstance());
    }

    private static Origin origin(Source source) {
        return new Origin(source.door().code(), source.callingAeTitle());
    }

    private void requireSpace() throws IOException, Refusing {
        if (files.usableBytes() < settings.minFreeBytes()) {
            throw new Refusing(Refusal.OUT_OF_RESOURCES, "the disk is nearly full (VOXRELAY_MIN_FREE_BYTES)");
        }
    }

    private static void requireMatch(Arrival arrival, Uids uids) throws Refusing {
        if (arrival.declared().isPresent()) {
            Declared declared = arrival.declared().get();
            if (!declared.sopInstanceUid().equals(uids.instance().value())) {
                throw new Refusing(
                        Refusal.MISMATCH,
                        "the data set's SOP Instance UID is " + uids.instance().value() + ", the command's another");
            }
            if (!declared.sopClassUid().equals(uids.sopClass().value())) {
                throw new Refusing(
                        Refusal.MISMATCH,
                        "the data set's SOP Class UID is " + uids.sopClass().value() + ", the command's another");
            }
        }
        if (arrival.study().isPresent() && !arrival.study().get().equals(uids.study())) {
            throw new Refusing(
                    Refusal.OTHER_STUDY,
                    "the instance belongs to study " + uids.study().value());
        }
    }

    private Stored store(Received received, Spool spool) throws IOException, InterruptedException, Refusing {
        String uid = received.uids().instance().value();
        ReentrantLock lock = lockOf(uid);
        lock.lock();
        try {
            Optional<StoredInstance> present = index.findUnlessNew(uid);
            if (present.isEmpty()) {
                return accept(received, spool, false);
            }
            if (files.isSame(spool, present.get())) {
                requireRow(present.get().sopInstanceUid(), present.get().crc());
                return received.stored(true);
            }
            if (settings.duplicates() == DuplicatePolicy.KEEP) {
                throw new Refusing(
                        Refusal.DUPLICATE,
                        "another data set with this SOP Instance UID is stored and stays (VOXRELAY_DUPLICATES)");
            }
            // The one to be replaced must have its row first.
            indexer.awaitIndexed(INDEX_WAIT);
            return accept(received, spool, true);
        } finally {
            lock.unlock();
        }
    }

    /** The row is made while the bytes are being synced, unless it may be so large that its room must be known before. */
    private Stored accept(Received received, Spool spool, boolean replaces)
            throws IOException, InterruptedException, Refusing {
        Optional<IndexEntry> early = received.keptBytes() > SMALL ? Optional.of(received.entry()) : Optional.empty();
        OptionalInt crc;
        int bytes = early.map(entry -> entry.metadata().length).orElse(SMALL_METADATA);
        try (Indexer.Room room = indexer.reserve(bytes, INDEX_WAIT)) {
            Future<Spool.Accepted> accepting = files.acceptLater(spool, replaces);
            Optional<IndexEntry> made = early;
            try {
                made = Optional.of(early.orElseGet(received::entry));
            } finally {
                Spool.Accepted accepted = await(accepting);
                made = made.map(entry -> entry.at(accepted));
            }
            IndexEntry entry = made.orElseThrow();
            indexer.submit(replaces ? entry.replacing() : entry, room);
            crc = OptionalInt.of(entry.instance().crc());
        }
        requireRow(received.uids().instance().value(), crc);
        return received.stored(false);
    }

    /** With {@link Durability#STRICT_INDEX} nothing is stored before its row is, here or by whoever brought it before. */
    private void requireRow(String uid, OptionalInt crc) throws IOException, InterruptedException, Refusing {
        if (settings.storage().durability() != Durability.STRICT_INDEX) {
            return;
        }
        indexer.awaitIndexed(INDEX_WAIT);
        boolean there = index.find(uid)
                .filter(row -> crc.isEmpty() || row.mayBe(crc.getAsInt()))
                .isPresent();
        if (!there) {
            throw new Refusing(
                    Refusal.OUT_OF_RESOURCES, "the database did not take its row; the server's log says why");
        }
    }

    /** What became of it is told to whoever asked for it. */
    private static void awaitEnd(Optional<Future<IngestResult>> work) throws InterruptedException {
        try {
            if (work.isPresent()) {
                work.get().get();
            }
        } catch (ExecutionException toldElsewhere) {
            LOG.log(Level.FINE, "the instance before failed", toldElsewhere);
        }
    }

    /** To its end, come what may: until then the spool's buffers are not ours. */
    private static <T> T await(Future<T> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IOException(
                            "the instance could not be made safe: "
                                    + e.getCause().getMessage(),
                            e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
