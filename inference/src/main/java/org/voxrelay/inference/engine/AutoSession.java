package org.voxrelay.inference.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.voxrelay.inference.InferenceException;

/** Has the first input computed by each engine, twice, and keeps the faster one; the first time each warms up. */
final class AutoSession implements EngineSession {
    private final List<Candidate> candidates;
    private final Consumer<EngineMemory.Choice> told;

    /** A loaded graph and the name of its engine. */
    record Candidate(String engine, EngineSession session) {}

    private record Measured(Candidate candidate, double seconds) {}

    AutoSession(List<Candidate> candidates, Consumer<EngineMemory.Choice> told) {
        this.candidates = new ArrayList<>(candidates);
        this.told = told;
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        if (candidates.size() == 1) {
            candidates.get(0).session().run(input, output);
            return;
        }
        choose(input, output);
    }

    private void choose(Tensor input, Tensor output) throws InferenceException {
        List<Measured> measured = new ArrayList<>();
        var reason = new StringBuilder("seconds for one window:");
        InferenceException last = null;
        for (Candidate candidate : candidates) {
            try {
                candidate.session().run(input, output);
                long began = System.nanoTime();
                candidate.session().run(input, output);
                double seconds = (System.nanoTime() - began) / 1e9;
                measured.add(new Measured(candidate, seconds));
                reason.append(String.format(Locale.ROOT, " %s %.3f;", candidate.engine(), seconds));
            } catch (InferenceException e) {
                last = e;
                reason.append(' ').append(candidate.engine()).append(" cannot;");
            }
        }
        if (measured.isEmpty()) {
            throw last;
        }
        Measured best = measured.get(0);
        for (Measured one : measured) {
            best = one.seconds() < best.seconds() ? one : best;
        }
        keep(best.candidate());
        told.accept(new EngineMemory.Choice(best.candidate().engine(), reason.toString()));
        best.candidate().session().run(input, output); // the output is the last one's so far
    }

    private void keep(Candidate best) {
        candidates.stream()
                .filter(one -> one != best)
                .forEach(one -> one.session().close());
        candidates.clear();
        candidates.add(best);
    }

    @Override
    public void close() {
        candidates.forEach(candidate -> candidate.session().close());
    }
}
