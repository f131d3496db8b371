package org.voxrelay.worker;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.voxrelay.worker.Outcome.Answered;
import org.voxrelay.worker.Outcome.Lost;
import org.voxrelay.worker.Outcome.Refused;
import org.voxrelay.worker.Wire.Kind;
import org.voxrelay.worker.Wire.Message;

/** One life of a child. Pipes are served by threads of their own, so that no caller can hang in one. */
final class ChildProcess {
    private static final Set<String> KEPT_ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH");
    /** ONNX Runtime reports to its maker what it computes, unless it is told this before it is loaded. */
    private static final Map<String, String> NO_REPORTS = Map.of("ORT_DISABLE_TELEMETRY", "1");

    private static final int POLL_MILLIS = 100;
    private static final int OUT_OF_MEMORY = 3; // of -XX:+ExitOnOutOfMemoryError
    private static final int LAST_WORDS_MILLIS = 2000;

    private final Process process;
    private final WorkerLimits limits;
    private final BlockingQueue<Message> outgoing = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Message> incoming = new ArrayBlockingQueue<>(4);
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean ended;
    private volatile String fault = "";

    private ChildProcess(Process process, WorkerLimits limits) {
        this.process = process;
        this.limits = limits;
    }

    static ChildProcess start(WorkerCommand command, WorkerLimits limits, ThreadFactory threads) throws IOException {
        Optional<TemporaryFolder> temporary = TemporaryFolder.tryCreate(command.temporary());
        ChildProcess child = new ChildProcess(start(command, temporary), limits);
        threads.newThread(() -> child.attend(temporary)).start();
        threads.newThread(child::write).start();
        var log = new BoundedLog("worker " + child.process.pid());
        threads.newThread(() -> log.copy(child.process.getErrorStream())).start();
        return child;
    }

    private static Process start(WorkerCommand command, Optional<TemporaryFolder> temporary) throws IOException {
        Optional<Path> own = temporary.map(TemporaryFolder::path);
        ProcessBuilder builder = new ProcessBuilder(command.line(own));
        // Passwords of the parent are none of its business: it handles what strangers sent.
        builder.environment().keySet().removeIf(name -> !KEPT_ENVIRONMENT.contains(name) && !isForDevices(name));
        builder.environment().putAll(NO_REPORTS);
        own.ifPresent(folder -> builder.environment().put("TMPDIR", folder.toString()));
        try {
            return builder.start();
        } catch (IOException e) {
            temporary.ifPresent(TemporaryFolder::close);
            throw e;
        }
    }

    private static boolean isForDevices(String name) {
        return name.startsWith("CUDA_") || name.startsWith("NVIDIA_") || name.startsWith("OMP_");
    }

    /** Reads what the child says until its end, and tidies up behind it. */
    private void attend(Optional<TemporaryFolder> temporary) {
        try {
            read();
            process.waitFor(); // a child that is being killed may still write
            temporary.ifPresent(TemporaryFolder::close);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next parent finds the folder
        }
    }

    private void read() {
        try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            readMessages(in);
            ended = true;
            in.transferTo(OutputStream.nullOutputStream()); // a JVM that dies must get its last words out
        } catch (IOException e) {
            ended = true; // it was killed
        }
    }

    /** Returns at the end of the stream or at something that is no message. */
    private void readMessages(DataInputStream in) {
        try {
            while (true) {
                Message message = Wire.read(in, limits.messageBytes());
                lastHeard = System.nanoTime();
                if (message.kind() != Kind.ALIVE && !incoming.offer(message)) {
                    throw new IOException("more answers than requests");
                }
            }
        } catch (EOFException e) {
            fault = "";
        } catch (IOException e) {
            fault = String.valueOf(e.getMessage());
        }
    }

    private void write() {
        try (var out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()))) {
            while (!ended) {
                Message message = outgoing.poll(1, TimeUnit.SECONDS);
                if (message != null) {
                    Wire.write(out, message);
                }
            }
        } catch (IOException e) {
            return; // the reading side tells how it ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isUsable() {
        return !ended && process.isAlive() && !isSilent();
    }

    private boolean isSilent() {
        return System.nanoTime() - lastHeard > limits.silence().toNanos();
    }

    /** Waits until the child says that it is ready; whatever else happens ends it. */
    Outcome awaitReady(Duration limit) throws InterruptedException {
        Outcome outcome = await(limit);
        return outcome instanceof Lost lost
                ? new Lost(Loss.NOT_STARTED, "The worker process did not start: " + lost.detail())
                : outcome;
    }

    Outcome exchange(byte[] request, Duration limit) throws InterruptedException {
        outgoing.add(new Message(Kind.REQUEST, request));
        return await(limit);
    }

    private Outcome await(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                Message message = incoming.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    return outcome(message);
                }
                if (ended && incoming.isEmpty()) {
                    return end(Loss.CRASHED, "It " + howItEnded() + ".");
                }
                if (System.nanoTime() > deadline) {
                    return end(Loss.OVERRAN, "It took longer than " + limit.toMillis() + " ms and was stopped.");
                }
                if (isSilent()) {
                    return end(Loss.SILENT, "The worker process gave no sign of life and was stopped.");
                }
            }
        } catch (InterruptedException e) {
            kill();
            throw e;
        }
    }

    private Outcome outcome(Message message) {
        return switch (message.kind()) {
            case READY, ANSWERED -> new Answered(message.bytes());
            case REFUSED -> new Refused(new String(message.bytes(), StandardCharsets.UTF_8));
            case ALIVE, REQUEST -> end(Loss.CRASHED, "It answered what was not asked.");
        };
    }

    private Lost end(Loss why, String detail) {
        kill();
        return new Lost(why, detail);
    }

    private String howItEnded() throws InterruptedException {
        boolean gone = process.waitFor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        // A dying JVM says why on its standard output, whatever it is told.
        boolean known = gone && (process.exitValue() > 128 || process.exitValue() == OUT_OF_MEMORY);
        if (!known && !fault.isEmpty()) {
            return "broke the protocol of the worker process (" + fault + ")";
        }
        if (!gone) {
            return "closed the worker process's output";
        }
        int code = process.exitValue();
        return switch (code) {
            case OUT_OF_MEMORY -> "ran out of memory";
            case 128 + 6 -> "crashed the worker process (abort)";
            case 128 + 7 -> "crashed the worker process (memory access)";
            // Another bad access of native code is an abort: the JVM reports it first, which takes stack.
            case 128 + 11 -> "crashed the worker process (memory access, most likely for lack of stack)";
            case 128 + 9 -> "lost the worker process (killed, signal 9)";
            default -> "ended the worker process (exit code " + code + ")";
        };
    }

    void kill() {
        process.destroyForcibly();
        ended = true;
    }
}
