package org.voxrelay.ingest;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.voxrelay.archive.IndexEntry;
import org.voxrelay.archive.IndexEntryReader.MissingUid;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Trash;
import org.voxrelay.archive.Trash.Restored;
import org.voxrelay.archive.TrashedInstance;
import org.voxrelay.archive.Unsettled.Found;

/** Takes deletions back: rows are made anew of the bytes, as for an instance that arrives, and leave the trash as they are written. */
public final class Restoration {
    private final Ingest ingest;
    private final Trash trash;
    private final InstanceFiles files;
    private final InstanceIndex index;
    private final Indexer indexer;

    /** @param ingest through which the same instance may be arriving */
    public Restoration(Ingest ingest, Trash trash, InstanceFiles files, InstanceIndex index, Indexer indexer) {
        this.ingest = ingest;
        this.trash = trash;
        this.files = files;
        this.index = index;
        this.indexer = indexer;
    }

    /**
     * @param deletion as the trash lists it
     * @return empty if there is no such deletion
     */
    public Optional<Restored> restore(long deletion) throws IOException, InterruptedException {
        return trash.restore(deletion, this::reindex);
    }

    private boolean reindex(TrashedInstance instance) throws IOException, InterruptedException {
        ReentrantLock lock = ingest.lockOf(instance.sopInstanceUid());
        lock.lock();
        try {
            if (index.find(instance.sopInstanceUid()).isPresent()) {
                return false;
            }
            var found = new Found(instance.place(), Optional.empty(), Optional.empty(), instance.crc(), false);
            IndexEntry entry =
                    Adoption.read(files, found).entry().at(files.lies(found)).restoring();
            try (Indexer.Room room = indexer.reserve(entry.metadata().length, Ingest.INDEX_WAIT)) {
                indexer.submit(entry, room);
            }
            return true;
        } catch (MissingUid e) {
            throw new IOException("a stored instance lacks a UID: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }
}
