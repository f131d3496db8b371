package org.voxrelay.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.voxrelay.worker.Outcome.Answered;

/** A parent that a test kills: says which child it has, makes shared memory, and leaves a request running in it. */
public final class Forgetful {
    private Forgetful() {}

    public static void main(String[] arguments) throws Exception {
        var worker = WorkerTest.worker(WorkerLimits.DEFAULT, Path.of(arguments[1]));
        var answer =
                (Answered) worker.call("pid".getBytes(StandardCharsets.UTF_8), Optional.empty(), Duration.ofMinutes(1));
        SharedMemory.create(Path.of(arguments[0]), 4096);
        System.out.println(new String(answer.bytes(), StandardCharsets.UTF_8));
        System.out.flush();
        worker.call("hang".getBytes(StandardCharsets.UTF_8), Optional.empty(), Duration.ofMinutes(10));
    }
}
