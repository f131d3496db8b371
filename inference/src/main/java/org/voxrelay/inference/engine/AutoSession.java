package org.voxrelay.inference.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.Progress;

/** Has the first input computed by each engine some times, and keeps the fastest one; the first time each warms up. */
final class AutoSession implements EngineSession {
    private static final int MAX_REASON = 200;
    /** The choice stays for good, and others may use the machine while one of them runs. */
    private static final int MEASURED_RUNS = 2;

    private final List<Candidate> candidates;
    private final List<Absence> absent;
    private final Consumer<EngineMemory.Choice> told;
    private boolean chosen;

    /** A loaded graph and the name of its engine. */
    record Candidate(String engine, EngineSession session) {}

    /** An engine that cannot compute the graph, and why. */
    record Absence(String engine, InferenceException why) {}

    private record Measured(Candidate candidate, double seconds) {}

    /**
     * @param absent engines that did not load the graph
     * @param told the choice, unless an engine was lost that may come back
     */
    AutoSession(List<Candidate> candidates, List<Absence> absent, Consumer<EngineMemory.Choice> told) {
        this.candidates = new ArrayList<>(candidates);
        this.absent = new ArrayList<>(absent);
        this.told = told;
    }

    @Override
    public void prepare(long[] shape, Progress progress) throws InferenceException, InterruptedException {
        for (Candidate candidate : List.copyOf(candidates)) {
            try {
                candidate.session().prepare(shape, progress);
            } catch (InferenceException e) {
                if (candidates.size() == 1) {
                    throw e;
                }
                absent.add(new Absence(candidate.engine(), e));
                candidate.session().close();
                candidates.remove(candidate);
            }
        }
    }

    @Override
    public int windowsAtOnce() {
        return chosen ? candidates.get(0).session().windowsAtOnce() : 1;
    }

    @Override
    public void run(Tensor input, Tensor output) throws InferenceException {
        if (!chosen) {
            choose(input, output);
        }
        candidates.get(0).session().run(input, output);
    }

    private void choose(Tensor input, Tensor output) throws InferenceException {
        Measured best = null;
        var reason = new StringBuilder("seconds for one window:");
        for (Candidate candidate : candidates) {
            try {
                Measured measured = measure(candidate, input, output);
                reason.append(String.format(Locale.ROOT, " %s %.3f;", candidate.engine(), measured.seconds()));
                best = best == null || measured.seconds() < best.seconds() ? measured : best;
            } catch (InferenceException e) {
                absent.add(new Absence(candidate.engine(), e));
            }
        }
        if (best == null) {
            throw absent.get(absent.size() - 1).why();
        }
        absent.forEach(one -> reason.append(' ')
                .append(one.engine())
                .append(" cannot: ")
                .append(shortened(one.why()))
                .append(';'));
        keep(best.candidate());
        if (absent.stream().noneMatch(one -> one.why() instanceof LostEngineException)) {
            told.accept(new EngineMemory.Choice(best.candidate().engine(), reason.toString()));
        }
    }

    private static Measured measure(Candidate candidate, Tensor input, Tensor output) throws InferenceException {
        candidate.session().run(input, output);
        double seconds = Double.POSITIVE_INFINITY;
        for (int run = 0; run < MEASURED_RUNS; run++) {
            long began = System.nanoTime();
            candidate.session().run(input, output);
            seconds = Math.min(seconds, (System.nanoTime() - began) / 1e9);
        }
        return new Measured(candidate, seconds);
    }

    private static String shortened(InferenceException why) {
        String text = why.getMessage().replaceAll("\\s+", " ");
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
    }

    private void keep(Candidate best) {
        candidates.stream()
                .filter(one -> one != best)
                .forEach(one -> one.session().close());
        candidates.clear();
        candidates.add(best);
        chosen = true;
    }

    @Override
    public void close() {
        candidates.forEach(candidate -> candidate.session().close());
    }
}
