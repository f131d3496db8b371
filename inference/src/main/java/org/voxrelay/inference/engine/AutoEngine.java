package org.voxrelay.inference.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/**
 * Several engines, of which each graph gets the one that computed it fastest on this machine. Measured once, and again when an
 * engine has come along.
 */
public final class AutoEngine implements Engine {
    private static final Logger LOG = Logger.getLogger(AutoEngine.class.getName());

    private final List<Engine> candidates;
    private final EngineMemory memory;

    /** @param candidates the first is used where no other can be */
    public AutoEngine(List<Engine> candidates, EngineMemory memory) {
        this.candidates = List.copyOf(candidates);
        this.memory = memory;
    }

    @Override
    public String name() {
        return "the fastest of "
                + String.join(" and ", candidates.stream().map(Engine::name).toList()) + " for each model";
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        String key = graph.sha256() + " " + precision;
        // A choice that was made before an engine came along says nothing of that one.
        Optional<String> known = memory.choice(key)
                .filter(choice -> candidates.stream().allMatch(one -> choice.mentions(one.name())))
                .map(EngineMemory.Choice::engine);
        for (Engine candidate : candidates) {
            if (known.equals(Optional.of(candidate.name()))) {
                try {
                    return candidate.load(graph, precision);
                } catch (LostEngineException e) {
                    LOG.log(Level.WARNING, "Graph {0} goes to another engine for now: {1}", new Object[] {
                        key, e.getMessage()
                    });
                }
            }
        }
        return measured(graph, precision, key);
    }

    private EngineSession measured(Graph graph, Precision precision, String key) throws InferenceException {
        List<AutoSession.Candidate> loaded = new ArrayList<>();
        List<AutoSession.Absence> absent = new ArrayList<>();
        InferenceException last = null;
        for (Engine candidate : candidates) {
            try {
                loaded.add(new AutoSession.Candidate(candidate.name(), candidate.load(graph, precision)));
            } catch (InferenceException e) {
                last = e; // another engine may know the operators that this one does not
                absent.add(new AutoSession.Absence(candidate.name(), e));
            }
        }
        if (loaded.isEmpty()) {
            throw last;
        }
        return new AutoSession(loaded, absent, choice -> memory.remember(key, choice));
    }
}
