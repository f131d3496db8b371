package org.voxrelay.ingest;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Spool;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.config.Settings;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.ingest.Arrival.Declared;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;

/**
 * Receives every instance, whichever way it came: spool, check, place, index, answer. When {@link #receive} returns
 * {@code Stored}, the bytes survive the power failing; the row follows some milliseconds later, and after a crash
 * {@link Replay} makes it.
 */
public final class Ingest {
    private static final Logger LOG = Logger.getLogger(Ingest.class.getName());
    private static final Duration INDEX_WAIT = Duration.ofSeconds(30);

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
        try (Spool spool = files.spool(settings.maxInstanceBytes())) {
            var reader = new ArrivalReader(arrival, spool);
            try {
                requireSpace();
                IndexEntry entry = reader.read();
                requireMatch(arrival, entry);
                return store(entry, spool);
            } catch (Refusing e) {
                return refused(arrival, reader, e.why, e.getMessage());
            } catch (MissingUid | DicomStreamException e) {
                return refused(arrival, reader, Refusal.UNREADABLE, e.getMessage());
            } catch (Spool.TooLong e) {
                return refused(arrival, reader, Refusal.TOO_LONG, e.getMessage());
            } catch (Indexer.Behind | DatabaseException e) {
                return refused(arrival, reader, Refusal.OUT_OF_RESOURCES, e.getMessage());
            }
        }
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

    private void requireSpace() throws IOException, Refusing {
        if (files.usableBytes() < settings.minFreeBytes()) {
            throw new Refusing(Refusal.OUT_OF_RESOURCES, "the disk is nearly full (VOXRELAY_MIN_FREE_BYTES)");
        }
    }

    private static void requireMatch(Arrival arrival, IndexEntry entry) throws Refusing {
        if (arrival.declared().isPresent()) {
            Declared declared = arrival.declared().get();
            if (!declared.sopInstanceUid().equals(entry.instance().uid().value())) {
                throw new Refusing(
                        Refusal.MISMATCH,
                        "the data set's SOP Instance UID is "
                                + entry.instance().uid().value() + ", the command's another");
            }
            if (!declared.sopClassUid().equals(entry.instance().sopClassUid())) {
                throw new Refusing(
                        Refusal.MISMATCH,
                        "the data set's SOP Class UID is " + entry.instance().sopClassUid()
                                + ", the command's another");
            }
        }
        if (arrival.study().isPresent()
                && !arrival.study().get().equals(entry.study().uid())) {
            throw new Refusing(
                    Refusal.OTHER_STUDY,
                    "the instance belongs to study " + entry.study().uid().value());
        }
    }

    private Stored store(IndexEntry entry, Spool spool) throws IOException, InterruptedException, Refusing {
        String uid = entry.instance().uid().value();
        ReentrantLock lock = instances.of(uid);
        lock.lock();
        try {
            Optional<StoredInstance> present = index.find(uid);
            if (present.isEmpty()) {
                return accept(entry, spool);
            }
            if (present.get().sameDataSet(entry.instance().digest())) {
                return stored(entry, true);
            }
            if (settings.duplicates() == DuplicatePolicy.KEEP) {
                throw new Refusing(
                        Refusal.DUPLICATE,
                        "another data set with this SOP Instance UID is stored and stays (VOXRELAY_DUPLICATES)");
            }
            // The one to be replaced must have its row first.
            indexer.awaitIndexed(INDEX_WAIT);
            return accept(entry.replacing(), spool);
        } finally {
            lock.unlock();
        }
    }

    private Stored accept(IndexEntry entry, Spool spool) throws IOException, InterruptedException {
        indexer.reserve(entry, INDEX_WAIT);
        boolean accepted = false;
        try {
            files.accept(spool);
            accepted = true;
        } finally {
            if (!accepted) {
                indexer.release(entry);
            }
        }
        indexer.submit(entry);
        return stored(entry, false);
    }

    private static Stored stored(IndexEntry entry, boolean known) {
        var instance = entry.instance();
        return new Stored(
                new Uid(instance.sopClassUid()),
                instance.uid(),
                entry.study().uid(),
                entry.series().uid(),
                known);
    }
}
