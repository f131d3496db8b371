package org.voxrelay.ingest;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.ingest.Ingest.Ahead;

/**
 * Instances of one sender, who asks for one answer to all of them: while some are made safe, together, the next are read. Two of
 * one UID are stored in their order. For one thread.
 */
public final class IngestSequence {
    /** Each holds buffers of 768 KiB until it is safe. */
    private static final int MOST_AHEAD = 4;

    private final Ingest ingest;
    private final Consumer<IngestResult> results;
    private final ArrayDeque<Ahead> ahead = new ArrayDeque<>();

    IngestSequence(Ingest ingest, Consumer<IngestResult> results) {
        this.ingest = ingest;
        this.results = results;
    }

    /**
     * Returns when its bytes are read.
     *
     * @throws IOException if our disk or the sender's stream broke
     * @throws InterruptedException if the server ends
     */
    public void receive(Arrival arrival) throws IOException, InterruptedException {
        while (ahead.size() >= MOST_AHEAD) {
            endOldest();
        }
        ahead.add(ingest.receiveAhead(arrival, this::lastOf));
    }

    private Optional<Future<IngestResult>> lastOf(Uid sopInstance) {
        for (Iterator<Ahead> latest = ahead.descendingIterator(); latest.hasNext(); ) {
            Ahead one = latest.next();
            if (one.sopInstance().equals(Optional.of(sopInstance))) {
                return Optional.of(one.result());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns when all that came is safe or refused, and {@code results} were told.
     *
     * @throws IOException if our disk broke
     */
    public void await() throws IOException, InterruptedException {
        while (!ahead.isEmpty()) {
            endOldest();
        }
    }

    private void endOldest() throws IOException, InterruptedException {
        try {
            results.accept(ahead.remove().result().get());
        } catch (ExecutionException e) {
            throw new IOException(
                    "an instance could not be stored: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
