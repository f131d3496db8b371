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
import org.voxrelay.inference.engine.GpuMemory;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.Graph;

/**
 * The graphs used last, loaded, as many as fit a budget for the process and one for the GPU. A graph counts as what the process
 * grew by when it was loaded, and no less than its files: an engine may take memory only when it computes. On the GPU it counts
 * as what the device had less of after it was loaded, and after it had computed: that is where most of it is taken. What other
 * programs take of the GPU meanwhile is counted, too. Not for several threads at once.
 */
final class WarmSessions implements AutoCloseable {
    private static final int MOST = 16;

    private final Engine engine;
    private final long maxBytes;
    private final GpuMemory gpu;
    /** By the graph's digest and precision, the one used longest ago first. */
    private final Map<String, Warm> loaded = new LinkedHashMap<>(MOST, 0.75f, true);

    private long gpuFree;

    private record Warm(EngineSession session, long bytes, long gpuBytes) {}

    /**
     * @param maxBytes of loaded graphs together; a single larger one is loaded all the same
     * @param gpu its budget is kept the same way
     */
    WarmSessions(Engine engine, long maxBytes, GpuMemory gpu) {
        this.engine = engine;
        this.maxBytes = maxBytes;
        this.gpu = gpu;
    }

    /** Graphs that are to compute now; {@link #computed} follows. */
    List<EngineSession> of(List<Graph> graphs, Precision precision) throws InferenceException {
        var sessions = new ArrayList<EngineSession>();
        for (Graph graph : graphs) {
            sessions.add(of(graph, graphs, precision));
        }
        gpuFree = gpu.freeBytes();
        return sessions;
    }

    /** Counts what the graphs have taken of the GPU while they computed, each as much. */
    void computed(List<Graph> graphs, Precision precision) {
        List<String> used = keys(graphs, precision);
        long share = (gpuFree - gpu.freeBytes()) / used.size();
        for (String key : used) {
            loaded.computeIfPresent(
                    key, (k, warm) -> new Warm(warm.session(), warm.bytes(), Math.max(0, warm.gpuBytes() + share)));
        }
        makeRoom(0, used);
    }

    private static List<String> keys(List<Graph> graphs, Precision precision) {
        return graphs.stream().map(one -> key(one, precision)).toList();
    }

    /** @param needed are not unloaded */
    private EngineSession of(Graph graph, List<Graph> needed, Precision precision) throws InferenceException {
        Warm known = loaded.get(key(graph, precision));
        if (known != null) {
            return known.session();
        }
        long files = size(graph);
        List<String> kept = keys(needed, precision);
        makeRoom(files, kept);
        long before = ProcessMemory.own();
        long gpuBefore = gpu.freeBytes();
        EngineSession session = engine.load(graph, precision);
        long grown = ProcessMemory.own() - before;
        long taken = Math.max(0, gpuBefore - gpu.freeBytes());
        loaded.put(key(graph, precision), new Warm(session, Math.max(files, grown), taken));
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

    /** @param bytes that are to come: of the process, and, where there is a GPU, of that */
    private void makeRoom(long bytes, List<String> kept) {
        long gpuSum = bytes + loaded.values().stream().mapToLong(Warm::gpuBytes).sum();
        long sum = bytes + loaded.values().stream().mapToLong(Warm::bytes).sum();
        Iterator<Map.Entry<String, Warm>> oldestFirst = loaded.entrySet().iterator();
        while (oldestFirst.hasNext() && (sum > maxBytes || gpuSum > gpu.budgetBytes() || loaded.size() >= MOST)) {
            Map.Entry<String, Warm> oldest = oldestFirst.next();
            boolean helps =
                    sum > maxBytes || loaded.size() >= MOST || oldest.getValue().gpuBytes() > 0;
            if (helps && !kept.contains(oldest.getKey())) {
                sum -= oldest.getValue().bytes();
                gpuSum -= oldest.getValue().gpuBytes();
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
