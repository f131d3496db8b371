package org.voxrelay.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.worker.Outcome.Answered;

class TemporaryFolderTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final List<Thread> threads = new ArrayList<>();

    @Test
    void whatChildrenLeaveThatAreKilledGoesWithThem() throws Exception {
        List<Path> left = new ArrayList<>();
        try (Worker worker = worker(folder)) {
            for (int life = 0; life < 3; life++) {
                left.add(leave(worker));
                assertThat(left.get(life)).exists().startsWith(folder.toRealPath());
                assertThat(answer(worker, "environment TMPDIR"))
                        .isEqualTo(left.get(life).getParent().toString());
                worker.call(bytes("signal KILL"), Optional.empty(), LONG);
            }
        }
        assertThat(left).doesNotHaveDuplicates();
        awaitEnd();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theEndOfOneChildTakesNothingFromAnother() throws Exception {
        try (Worker lasting = worker(folder)) {
            Path kept = leave(lasting);
            try (Worker other = worker(folder)) {
                leave(other);
                other.call(bytes("signal KILL"), Optional.empty(), LONG);
                leave(other);
                assertThat(kept).exists();
            }
            assertThat(answer(lasting, "echo")).isEqualTo("echo");
            assertThat(kept).exists();
        }
        awaitEnd();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledParentLeftIsRemovedByTheNext() throws Exception {
        Path cut = Files.createDirectories(folder.resolve("worker-1/onnxruntime-java1"));
        Files.createFile(cut.resolve("libonnxruntime.so"));
        Files.createFile(folder.resolve("worker-1.lock"));
        Files.createFile(folder.resolve("worker-2.lock"));
        Path elsewhere =
                Files.createFile(Files.createTempDirectory(folder, "kept").resolve("kept"));
        Files.createSymbolicLink(cut.resolve("link"), elsewhere.getParent());
        Files.createDirectory(folder.resolve("worker-3"));
        try (TemporaryFolder next = TemporaryFolder.create(folder);
                Stream<Path> files = Files.list(folder.toRealPath())) {
            Path lock = next.path().resolveSibling(next.path().getFileName() + ".lock");
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            next.path(), lock, elsewhere.toRealPath().getParent());
        }
        assertThat(elsewhere).exists();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidAndTheChildWorksWithoutIt() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        var said = new Said();
        Logger log = Logger.getLogger(TemporaryFolder.class.getName());
        log.addHandler(said);
        try (Worker worker = worker(file.resolve("tmp"))) {
            Path left = leave(worker);
            Files.delete(left);
            assertThat(left.startsWith(folder.toRealPath())).isFalse();
        } finally {
            log.removeHandler(said);
        }
        assertThat(said.sentences)
                .singleElement()
                .asString()
                .startsWith("A worker process keeps its temporary files in the system's folder")
                .contains(file.resolve("tmp") + " cannot be used: ");
    }

    private Worker worker(Path temporary) {
        return new Worker(WorkerTest.command(temporary), WorkerLimits.DEFAULT, this::thread);
    }

    private Thread thread(Runnable work) {
        Thread thread = Executors.defaultThreadFactory().newThread(work);
        threads.add(thread);
        return thread;
    }

    /** Until the children have ended and nobody looks after them any more. */
    private void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Path leave(Worker worker) throws InterruptedException {
        return Path.of(answer(worker, "leave"));
    }

    private static String answer(Worker worker, String request) throws InterruptedException {
        Outcome outcome = worker.call(bytes(request), Optional.empty(), LONG);
        return new String(((Answered) outcome).bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Said extends Handler {
        private final List<String> sentences = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            sentences.add(new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
