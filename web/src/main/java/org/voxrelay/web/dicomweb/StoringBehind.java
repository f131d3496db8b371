package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.IngestResult;

/**
 * Makes an instance of a request safe while the next one is read. Results come into the answer in the order of the parts: whoever
 * adds one in another way calls {@link #await} before. For one request.
 */
final class StoringBehind {
    private final Ingest ingest;
    private final StowAnswer answer;
    private Optional<Future<IngestResult>> last = Optional.empty();

    StoringBehind(Ingest ingest, StowAnswer answer) {
        this.ingest = ingest;
        this.answer = answer;
    }

    /** Reads it; the one before has its result when this returns. */
    void store(Arrival arrival) throws IOException, InterruptedException {
        Future<IngestResult> storing = ingest.receiveLater(arrival, last);
        Optional<Future<IngestResult>> before = last;
        last = Optional.of(storing);
        if (before.isPresent()) {
            add(before.get());
        }
    }

    /** Waits for the result of the last one. */
    void await() throws IOException, InterruptedException {
        Optional<Future<IngestResult>> waiting = last;
        last = Optional.empty();
        if (waiting.isPresent()) {
            add(waiting.get());
        }
    }

    private void add(Future<IngestResult> storing) throws IOException, InterruptedException {
        try {
            answer.add(storing.get());
        } catch (ExecutionException e) {
            throw new IOException(
                    "an instance could not be stored: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
