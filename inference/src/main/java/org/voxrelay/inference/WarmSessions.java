package org.voxrelay.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.Graph;

/**
 * The graphs used last, loaded, as many as fit a budget. A graph counts as what the process grew by when it was loaded, and no
 * less than its files: an engine may take memory only when it computes. Not for several threads at once.
 */
final class WarmSessions implements AutoCloseable {
    private static final int MOST = 16;

    private final Engine engine;
    private final long maxBytes;
    /** By the graph's digest and precision, the one used longest ago first. */
    private final Map<String, Warm> loaded = new LinkedHashMap<>(MOST, 0.75f, true);

    private record Warm(EngineSession session, long bytes) {}

    /** @param maxBytes of loaded graphs together; a single larger one is loaded all the same */
    WarmSessions(Engine engine, long maxBytes) {
        this.engine = engine;
        this.maxBytes = maxBytes;
    }

    List<EngineSession> of(List<Graph> graphs, Precision precision) throws InferenceException {
        var sessions = new ArrayList<EngineSession>();
        for (Graph graph : graphs) {
            sessions.add(of(graph, graphs, precision));
        }
        return sessions;
    }

    /** @param needed are not unloaded */
    private EngineSession of(Graph graph, List<Graph> needed, Precision precision) throws InferenceException {
        Warm known = loaded.get(key(graph, precision));
        if (known != null) {
            return known.session();
        }
        long files = size(graph);
        List<String> kept = needed.stream().map(one -> key(one, precision)).toList();
        makeRoom(files, kept);
        long before = ProcessMemory.own();
        EngineSession session = engine.load(graph, precision);
        long grown = ProcessMemory.own() - before;
        loaded.put(key(graph, precision), new Warm(session, Math.max(files, grown)));
        makeRoom(0, kept);
        return session;
    }

    /** Unloads graphs, so that the next time an engine is looked for again. */
    void forget(List<Graph> graphs, Precision precision) {
        for (Graph graph : graphs) {
            Warm known = loaded.remove(key(graph, precision));
            if (known != null) {
                known.session().close();
            }
        }
    }

    private static String key(Graph graph, Precision precision) {
        return graph.sha256() + " " + precision;
    }

    private static long size(Graph graph) throws InferenceException {
        try {
            long bytes = Files.size(graph.file());
            for (Path weights : graph.externalData()) {
                bytes += Files.size(weights);
            }
            return bytes;
        } catch (IOException e) {
            throw new InferenceException("The model's graph cannot be loaded: " + e.getMessage(), e);
        }
    }

    private void makeRoom(long bytes, List<String> kept) {
        long sum = bytes + loaded.values().stream().mapToLong(Warm::bytes).sum();
        Iterator<Map.Entry<String, Warm>> oldestFirst = loaded.entrySet().iterator();
        while (oldestFirst.hasNext() && (sum > maxBytes || loaded.size() >= MOST)) {
            Map.Entry<String, Warm> oldest = oldestFirst.next();
            if (!kept.contains(oldest.getKey())) {
                sum -= oldest.getValue().bytes();
                oldest.getValue().session().close();
                oldestFirst.remove();
            }
        }
    }

    @Override
    public void close() {
        loaded.values().forEach(warm -> warm.session().close());
        loaded.clear();
    }
}
