package org.voxrelay.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.worker.Outcome.Answered;
import org.voxrelay.worker.Outcome.Lost;
import org.voxrelay.worker.Outcome.Refused;

class WorkerTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final WorkerLimits LIMITS =
            new WorkerLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), 1 << 20, Duration.ofMillis(500));

    @TempDir
    static Path temporary;

    private final Worker worker = worker(LIMITS, temporary);

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void requestsAreAnsweredByOneWarmChild() throws Exception {
        assertThat(answer("echo hello")).isEqualTo("echo hello");
        assertThat(answer("pid")).isEqualTo(answer("pid"));
    }

    @Test
    void aRefusalCostsNothingButTheRequest() throws Exception {
        String pid = answer("pid");
        assertThat(call("refuse")).isEqualTo(new Refused("not this one"));
        assertThat(answer("pid")).isEqualTo(pid);
    }

    @ParameterizedTest
    @CsvSource({
        "signal KILL, signal 9",
        "signal SEGV, crashed the worker process",
        "signal ABRT, abort",
        "throw, exit code 1",
        "eat, out of memory",
        "print, broke the protocol",
        "long, broke the protocol"
    })
    void aChildThatDiesCostsOneRequestAndHasASuccessor(String request, String reason) throws Exception {
        String first = answer("pid");
        Lost lost = (Lost) call(request);
        assertThat(lost.why()).isEqualTo(Loss.CRASHED);
        assertThat(lost.detail()).contains(reason);
        assertThat(answer("pid")).isNotEqualTo(first);
    }

    @Test
    void aChildThatHangsIsStoppedAtTheLimit() throws Exception {
        long first = Long.parseLong(answer("pid"));
        Lost lost = (Lost) worker.call(bytes("hang"), Optional.empty(), Duration.ofMillis(300));
        assertThat(lost.why()).isEqualTo(Loss.OVERRAN);
        awaitEnd(first);
        assertThat(answer("echo again")).isEqualTo("echo again");
    }

    @Test
    void aChildThatIsStoppedFallsSilentAndIsReplaced() throws Exception {
        var limits = new WorkerLimits(Duration.ofMinutes(1), Duration.ofSeconds(3), 1 << 20, Duration.ofMillis(500));
        try (Worker impatient = worker(limits, temporary)) {
            Lost lost = (Lost) impatient.call(bytes("signal STOP"), Optional.empty(), LONG);
            assertThat(lost.why()).isEqualTo(Loss.SILENT);
            assertThat(impatient.call(bytes("echo"), Optional.empty(), LONG)).isInstanceOf(Answered.class);
        }
    }

    @Test
    void aChildThatWasKilledWhileIdleIsReplacedUnnoticed() throws Exception {
        long first = Long.parseLong(answer("pid"));
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        awaitEnd(first);
        assertThat(answer("pid")).isNotEqualTo(Long.toString(first));
    }

    @Test
    void workHasTheStackThatAProgramHas() throws Exception {
        assertThat(answer("dive 20000")).isEqualTo("20000");
    }

    /** A service may load native libraries when it is made. */
    @Test
    void aServiceIsMadeOnThatStack() throws Exception {
        assertThat(answer("made")).isEqualTo("20000");
    }

    @Test
    void aFloodOnTheErrorStreamDisturbsNobody() throws Exception {
        assertThat(answer("flood")).isEqualTo("flooded");
    }

    @Test
    void manyDeathsInARowMakeLaterCallersWaitButNotForever() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(call("signal KILL")).isInstanceOf(Lost.class);
        }
        Lost lost = (Lost) worker.call(bytes("echo"), Optional.empty(), Duration.ofMillis(1));
        assertThat(lost.why()).isEqualTo(Loss.NOT_STARTED);
        assertThat(answer("echo")).isEqualTo("echo");
    }

    @Test
    void aProgramThatDoesNotServeIsNamedAsNotStarted() throws Exception {
        var command = new WorkerCommand(
                classPath(), Misbehaving.class.getName(), 64 << 20, 512 << 20, temporary, List.of(), List.of("end"));
        try (Worker broken = new Worker(command, LIMITS, Executors.defaultThreadFactory())) {
            Lost lost = (Lost) broken.call(bytes("echo"), Optional.empty(), LONG);
            assertThat(lost.why()).isEqualTo(Loss.NOT_STARTED);
            assertThat(lost.detail()).contains("exit code 7");
        }
    }

    @Test
    void bulkGoesThroughSharedMemoryBothWays() throws Exception {
        try (SharedMemory bulk = SharedMemory.create(3_000_000, 8)) {
            ByteBuffer input = bulk.segment(0);
            while (input.hasRemaining()) {
                input.put((byte) 2);
            }
            assertThat(worker.call(bytes("sum"), Optional.of(bulk), LONG)).isInstanceOf(Answered.class);
            assertThat(bulk.segment(1).getLong()).isEqualTo(6_000_000);
        }
    }

    @Test
    void theChildDoesNotSeeItsParentsSecrets() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");
        assertThat(answer("environment PATH")).isEqualTo(System.getenv("PATH"));
        String secret = System.getenv().keySet().stream()
                .filter(name -> !name.equals("PATH") && name.startsWith("MAVEN"))
                .findFirst()
                .orElse("VOXRELAY_DB_URL");
        assertThat(answer("environment " + secret)).isEqualTo("null");
    }

    @Test
    void theChildIsToldNotToReportToTheMakerOfALibrary() throws Exception {
        assertThat(answer("environment ORT_DISABLE_TELEMETRY")).isEqualTo("1");
    }

    @Test
    void anEndOfTheParentByForceEndsTheChildAtWorkAndWhatTheyLeftIsFound(@TempDir Path folder) throws Exception {
        Path files = folder.resolve("tmp");
        Process parent = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classPath(),
                        Forgetful.class.getName(),
                        folder.toString(),
                        files.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long child = Long.parseLong(parent.inputReader().readLine());
        assertThat(ProcessHandle.of(child)).isPresent();
        assertThat(besideANewOne(files)).hasSize(2); // the other child's folder and its lock
        parent.destroyForcibly().waitFor();
        awaitEnd(child);
        assertThat(besideANewOne(files)).isEmpty();
        try (SharedMemory mine = SharedMemory.create(folder, 16);
                Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(mine.file(), files);
        }
    }

    /** What there is beside the folder of a child that starts now. */
    private static List<Path> besideANewOne(Path folder) throws IOException {
        try (TemporaryFolder mine = TemporaryFolder.create(folder);
                Stream<Path> all = Files.list(mine.path().getParent())) {
            return all.filter(path -> !path.toString().startsWith(mine.path().toString()))
                    .toList();
        }
    }

    @Test
    void anInterruptedCallerStopsItsChild() throws Exception {
        long first = Long.parseLong(answer("pid"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call("hang")).isInstanceOf(InterruptedException.class);
        assertThat(answer("echo")).isEqualTo("echo");
        Thread caller = new Thread(() -> {
            try {
                call("hang");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        caller.start();
        Thread.sleep(300);
        caller.interrupt();
        caller.join();
        awaitEnd(first);
    }

    @Test
    void aPoolDoesSeveralRequestsAtOnceAndSaysWhenAllAreTaken() throws Exception {
        try (WorkerPool pool = new WorkerPool(2, command(temporary), LIMITS, Executors.defaultThreadFactory())) {
            Thread hanging = new Thread(() -> {
                try {
                    pool.call(bytes("hang"), Optional.empty(), LONG);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            hanging.start();
            assertThat(pool.call(bytes("echo"), Optional.empty(), LONG)).isInstanceOf(Answered.class);
            hanging.interrupt();
            hanging.join();
        }
    }

    @Test
    void afterTheEndRequestsAreLost() throws Exception {
        worker.close();
        assertThat(((Lost) call("echo")).why()).isEqualTo(Loss.CLOSED);
    }

    static Worker worker(WorkerLimits limits, Path temporary) {
        return new Worker(command(temporary), limits, Executors.defaultThreadFactory());
    }

    static WorkerCommand command(Path temporary) {
        return new WorkerCommand(
                classPath(), Misbehaving.class.getName(), 64 << 20, 512 << 20, temporary, List.of(), List.of());
    }

    private static String classPath() {
        return Stream.of(Child.class, Misbehaving.class)
                .map(WorkerTest::place)
                .collect(java.util.stream.Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome call(String request) throws InterruptedException {
        return worker.call(bytes(request), Optional.empty(), LONG);
    }

    private String answer(String request) throws InterruptedException {
        return new String(((Answered) call(request)).bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void awaitEnd(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(1, TimeUnit.MINUTES);
        }
    }
}
