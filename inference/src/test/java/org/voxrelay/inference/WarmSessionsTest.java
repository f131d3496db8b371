package org.voxrelay.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;

class WarmSessionsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private final List<String> closed = new ArrayList<>();

    @BeforeEach
    void onLinux() {
        assumeTrue(ProcessMemory.own() > 0, "the system does not tell what a process takes");
    }

    @Test
    void aGraphCountsAsWhatItTakesHoweverSmallItsFileIs() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(96 * MIB), 150L * MIB)) {
            sessions.of(List.of(graph("first", 1)), Precision.SINGLE);
            sessions.of(List.of(graph("second", 1)), Precision.SINGLE);
            assertThat(closed).containsExactly("first");
        }
        assertThat(closed).containsExactly("first", "second");
    }

    @Test
    void aGraphCountsAsItsFileWhereItTakesNothingYet() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(0), 3L * MIB)) {
            sessions.of(List.of(graph("first", 2 * MIB)), Precision.SINGLE);
            sessions.of(List.of(graph("second", 2 * MIB)), Precision.SINGLE);
            assertThat(closed).containsExactly("first");
        }
    }

    @Test
    void graphsThatAreNeededTogetherStayWhateverTheyTake() throws Exception {
        try (var sessions = new WarmSessions(new Hungry(32 * MIB), MIB)) {
            sessions.of(List.of(graph("first", 1), graph("second", 1)), Precision.SINGLE);
            assertThat(closed).isEmpty();
        }
    }

    private Graph graph(String name, int bytes) throws Exception {
        return new Graph(Files.write(folder.resolve(name), new byte[bytes]), name, "", "");
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
