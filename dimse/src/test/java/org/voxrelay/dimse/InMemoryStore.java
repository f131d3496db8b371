package org.voxrelay.dimse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what it is given, by SOP Instance UID. */
public final class InMemoryStore implements StoreService {
    /** An instance as it came. */
    public record Stored(StoreRequest request, byte[] dataset) {}

    private final Map<String, Stored> instances = new ConcurrentHashMap<>();

    @Override
    public StoreResult store(StoreRequest request, InputStream dataset) throws IOException {
        instances.put(request.sopInstanceUid(), new Stored(request, dataset.readAllBytes()));
        return StoreResult.SUCCESS;
    }

    public Map<String, Stored> instances() {
        return instances;
    }
}
