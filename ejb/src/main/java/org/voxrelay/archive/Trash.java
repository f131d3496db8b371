package org.voxrelay.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.db.Database;

/**
 * What was deleted stays here for a while and can be taken back. Deleting is one transaction: rows move from the index to the
 * trash, bytes stay where they lie, and a start that finds them knows whose they are. Only when it is purged are they buried.
 */
public final class Trash {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 1000;

    private final Database database;
    private final InstanceFiles files;
    private final Indexer indexer;
    private final Deletion deletion;
    private final Duration retention;

    /** @param retention how long after its deletion an instance can be taken back */
    public Trash(Database database, InstanceFiles files, Indexer indexer, Deletion deletion, Duration retention) {
        this.database = database;
        this.files = files;
        this.indexer = indexer;
        this.deletion = deletion;
        this.retention = retention;
    }

    /** What is to be deleted: a study, a series of it, or an instance of that. */
    public record Selection(String study, Optional<String> series, Optional<String> instance) {}

    /** Gives an instance that was deleted its row again. */
    @FunctionalInterface
    public interface Reindex {
        /** @return false if its SOP Instance UID is another's by now: then it stays in the trash */
        boolean reindex(TrashedInstance instance) throws IOException, InterruptedException;
    }

    /**
     * What became of a deletion that was to be taken back.
     *
     * @param occupied SOP Instance UIDs that others have by now
     */
    public record Restored(int instances, List<String> occupied) {
        public Restored {
            occupied = List.copyOf(occupied);
        }
    }

    /**
     * @return how many instances are not shown any more; 0 if there were none
     * @throws Indexer.Behind if the database does not keep up; nothing was deleted
     */
    public int delete(Selection selection) throws IOException, InterruptedException {
        indexer.awaitIndexed(WAIT);
        files.maintenance().lock();
        try {
            return indexer.exclusively(
                    () -> database.write(connection -> TrashRows.delete(connection, selection, retention)));
        } finally {
            files.maintenance().unlock();
        }
    }

    /** Deletions that can be taken back, the latest first. */
    public List<TrashedDeletion> list(int limit, int offset) {
        return database.read(connection -> TrashRows.list(connection, limit, offset));
    }

    /** Takes a deletion back; empty if there is no such. A second call takes up what a first one left. */
    public Optional<Restored> restore(long pk, Reindex reindex) throws IOException, InterruptedException {
        files.maintenance().lock();
        try {
            if (!database.read(connection -> TrashRows.exists(connection, pk))) {
                return Optional.empty();
            }
            int count = 0;
            var occupied = new ArrayList<String>();
            long after = 0;
            for (var some = page(pk, after); !some.isEmpty(); some = page(pk, after)) {
                for (TrashedInstance instance : some) {
                    if (reindex.reindex(instance)) {
                        count++;
                    } else {
                        occupied.add(instance.sopInstanceUid());
                    }
                }
                after = some.get(some.size() - 1).pk();
                indexer.awaitIndexed(WAIT);
            }
            database.write(connection -> TrashRows.removeEmpty(connection));
            return Optional.of(new Restored(count, occupied));
        } finally {
            files.maintenance().unlock();
        }
    }

    private List<TrashedInstance> page(long pk, long after) {
        return database.read(connection -> TrashRows.shown(connection, pk, after, AT_ONCE));
    }

    /** Gives up the bytes of a deletion for good. @return whether there was such a deletion */
    public boolean purge(long pk) throws IOException {
        files.maintenance().lock();
        try {
            if (!database.read(connection -> TrashRows.exists(connection, pk))) {
                return false;
            }
            for (var some = burials(pk); !some.isEmpty(); some = burials(pk)) {
                deletion.bury(some);
            }
            database.write(connection -> TrashRows.removeEmpty(connection));
            return true;
        } finally {
            files.maintenance().unlock();
        }
    }

    private List<Burial> burials(long pk) {
        return database.read(connection -> TrashRows.burials(connection, pk, AT_ONCE));
    }

    /** Purges what was kept for its time. @return how many deletions that were */
    public int purgeDue() throws IOException {
        int count = 0;
        for (long pk : database.read(TrashRows::due)) {
            purge(pk);
            count++;
        }
        return count;
    }
}
