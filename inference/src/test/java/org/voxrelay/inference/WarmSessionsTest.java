package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.GpuMemory;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;

class WarmSessionsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private final List<String> closed = new ArrayList<>();
    private final AtomicLong gpuFree = new AtomicLong(1024L * MIB);

    @BeforeEach
    void onLinux() {
        assumeTrue(ProcessMemory.own() > 0, "the system does not tell what a process takes");
    }

    @Test
    void aGraphCountsAsWhatItTakesHoweverSmallItsFileIs() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(96 * MIB), 150L * MIB, GpuMemory.NONE)) {
            sessions.of(List.of(graph("first", 1)), Precision.SINGLE);
            sessions.of(List.of(graph("second", 1)), Precision.SINGLE);
            assertThat(closed).containsExactly("first");
        }
        assertThat(closed).containsExactly("first", "second");
    }

    @Test
    void aGraphCountsAsItsFileWhereItTakesNothingYet() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(0), 3L * MIB, GpuMemory.NONE)) {
            sessions.of(List.of(graph("first", 2 * MIB)), Precision.SINGLE);
            sessions.of(List.of(graph("second", 2 * MIB)), Precision.SINGLE);
            assertThat(closed).containsExactly("first");
        }
    }

    @Test
    void graphsThatAreNeededTogetherStayWhateverTheyTake() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(32 * MIB), MIB, GpuMemory.NONE)) {
            sessions.of(List.of(graph("first", 1), graph("second", 1)), Precision.SINGLE);
            assertThat(closed).isEmpty();
        }
    }

    @Test
    void theGpuHasABudgetOfItsOwnAndTheGraphUsedLongestAgoGoesFirst() throws Exception {
        try (var sessions = new WarmSessions(new OnGpu(40 * MIB, 0), 1L << 40, gpu(100))) {
            for (String name : List.of("first", "second", "first", "third")) {
                use(sessions, graph(name, 1));
            }
            assertThat(closed).containsExactly("second");
            assertThat(gpuFree).hasValue(1024L * MIB - 80 * MIB);
        }
        assertThat(gpuFree).hasValue(1024L * MIB);
    }

    @Test
    void aGraphThatTakesNothingOfTheGpuStaysWhenThatIsFull() throws Exception {
        var engine = new OnGpu(0, 0);
        try (var sessions = new WarmSessions(engine, 1L << 40, gpu(100))) {
            use(sessions, graph("on the CPU", 1));
            engine.loading = 60 * MIB;
            use(sessions, graph("first", 1));
            use(sessions, graph("second", 1));
            assertThat(closed).containsExactly("first");
        }
    }

    @Test
    void whatIsTakenOfTheGpuByTheFirstComputationCountsToo() throws Exception {
        try (var sessions = new WarmSessions(new OnGpu(MIB, 60 * MIB), 1L << 40, gpu(100))) {
            use(sessions, graph("first", 1));
            use(sessions, graph("second", 1));
            assertThat(closed).containsExactly("first");
        }
    }

    @Test
    void roomOnTheGpuIsMadeBeforeAGraphIsLoaded() throws Exception {
        var engine = new OnGpu(60 * MIB, 0);
        try (var sessions = new WarmSessions(engine, 1L << 40, gpu(100))) {
            use(sessions, graph("first", 60 * MIB));
            use(sessions, graph("second", 60 * MIB));
            assertThat(closed).containsExactly("first");
            assertThat(engine.leastFree).isEqualTo(1024L * MIB - 60 * MIB);
        }
    }

    @Test
    void graphsThatAreNeededTogetherStayOnTheGpu() throws Exception {
        try (var sessions = new WarmSessions(new OnGpu(60 * MIB, 60 * MIB), 1L << 40, gpu(100))) {
            use(sessions, graph("first", 1), graph("second", 1));
            assertThat(closed).isEmpty();
        }
    }

    private GpuMemory gpu(long budgetMib) {
        return new GpuMemory("a number", gpuFree::get, budgetMib * MIB);
    }

    private static void use(WarmSessions sessions, Graph... graphs) throws Exception {
        for (EngineSession session : sessions.of(List.of(graphs), Precision.SINGLE)) {
            session.run(null, null);
        }
        sessions.computed(List.of(graphs), Precision.SINGLE);
    }

    private Graph graph(String name, int bytes) throws Exception {
        return new Graph(Files.write(folder.resolve(name), new byte[bytes]), name, "", "");
    }

    /** Takes memory of a GPU that is only a number, when it loads and when it first computes. */
    private final class OnGpu implements Engine {
        private long loading;
        private final long computing;
        private long leastFree = Long.MAX_VALUE;

        OnGpu(long loading, long computing) {
            this.loading = loading;
            this.computing = computing;
        }

        @Override
        public String name() {
            return "on a GPU";
        }

        @Override
        public EngineSession load(Graph graph, Precision precision) {
            leastFree = Math.min(leastFree, gpuFree.addAndGet(-loading));
            return new EngineSession() {
                private final long loaded = loading;
                private long taken = loaded;

                @Override
                public void run(Tensor input, Tensor output) {
                    if (taken == loaded) {
                        taken += computing;
                        gpuFree.addAndGet(-computing);
                    }
                }

                @Override
                public void close() {
                    gpuFree.addAndGet(taken);
                    closed.add(graph.sha256());
                }
            };
        }
    }

    /** Takes memory when it loads. */
    private final class Hungry implements Engine {
        private final int bytes;

        Hungry(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public String name() {
            return "hungry";
        }

        @Override
        public EngineSession load(Graph graph, Precision precision) {
            ByteBuffer memory = ByteBuffer.allocateDirect(bytes);
            return new EngineSession() {
                @Override
                public void run(Tensor input, Tensor output) {
                    throw new IllegalStateException("holds " + memory.capacity());
                }

                @Override
                public void close() {
                    closed.add(graph.sha256());
                }
            };
        }
    }
}
