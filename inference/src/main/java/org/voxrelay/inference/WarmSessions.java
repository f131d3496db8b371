package org.voxrelay.inference;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.model.ModelPackage.Graph;

/** The graphs used last, loaded. Not for several threads at once. */
final class WarmSessions implements AutoCloseable {
    private static final int MOST = 4;

    private final Engine engine;
    /** By the graph's digest, the one used longest ago first. */
    private final Map<String, EngineSession> loaded = new LinkedHashMap<>(MOST, 0.75f, true);

    WarmSessions(Engine engine) {
        this.engine = engine;
    }

    EngineSession of(Graph graph) throws InferenceException {
        EngineSession known = loaded.get(graph.sha256());
        if (known != null) {
            return known;
        }
        if (loaded.size() == MOST) {
            Iterator<EngineSession> oldestFirst = loaded.values().iterator();
            oldestFirst.next().close();
            oldestFirst.remove();
        }
        EngineSession session = engine.load(graph.file(), graph.input(), graph.output());
        loaded.put(graph.sha256(), session);
        return session;
    }

    @Override
    public void close() {
        loaded.values().forEach(EngineSession::close);
        loaded.clear();
    }
}
