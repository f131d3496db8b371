package org.voxrelay.ingest;

import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.Compaction;
import org.voxrelay.archive.Deletion;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Unsettled;
import org.voxrelay.archive.Unsettled.Found;
import org.voxrelay.config.Settings;
import org.voxrelay.ingest.Adoption.Outcome;

/**
 * After a crash: gives every instance that was made durable its row, and brings deletions to their end. Runs before a door
 * opens. Doing it twice, or being killed in the middle of it, is harmless.
 */
public final class Replay {
    private static final Logger LOG = Logger.getLogger(Replay.class.getName());

    private final InstanceFiles files;
    private final Indexer indexer;
    private final Deletion deletion;
    private final Compaction compaction;
    private final Adoption adoption;

    /** Works on what {@link InstanceFiles#start} found. */
    public Replay(
            Settings settings,
            InstanceFiles files,
            InstanceIndex index,
            Indexer indexer,
            Deletion deletion,
            Compaction compaction) {
        this.files = files;
        this.indexer = indexer;
        this.deletion = deletion;
        this.compaction = compaction;
        adoption = new Adoption(settings, files, index, indexer);
    }

    /** @return how many instances were waiting, or may have been */
    public int run() throws IOException, InterruptedException {
        Optional<Unsettled> found = files.takeUnsettled();
        if (found.isEmpty()) {
            return 0;
        }
        compaction.resume();
        deletion.resume(found.get().dead());
        for (Found instance : found.get().instances()) {
            adopt(instance);
        }
        indexer.awaitIndexed(Ingest.INDEX_WAIT);
        found.get().finish();
        int count = found.get().instances().size();
        if (count > 0) {
            LOG.log(Level.INFO, "replay: {0} instances of before the stop are safe and indexed", count);
        }
        return count;
    }

    private void adopt(Found found) throws IOException, InterruptedException {
        Outcome outcome = adoption.adopt(found);
        if (outcome instanceof Outcome.Known) {
            files.settle(found.place());
        } else if (outcome instanceof Outcome.KnownElsewhere) {
            files.discard(found.place());
        } else if (outcome instanceof Outcome.NotTaken not) {
            LOG.log(Level.SEVERE, "replay: {0} is set aside as {1}: {2}", new Object[] {
                found.place(), files.reject(found.place()), not.why()
            });
        }
    }
}
