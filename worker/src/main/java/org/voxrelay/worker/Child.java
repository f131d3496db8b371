package org.voxrelay.worker;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.voxrelay.worker.Wire.Kind;
import org.voxrelay.worker.Wire.Message;

/**
 * The child's side: reads requests from standard input, has them done one after the other, and answers on standard
 * output. Ends when its input ends, at once and even within native code, so that it never outlives its parent.
 */
public final class Child {
    private static final int HEARTBEAT_MILLIS = 500;
    /**
     * What a program's first thread has, and so what native libraries are used to; a thread of a JVM has an eighth. Native code
     * that runs out of stack takes the process with it and no word is said: the JVM's handler of signals needs stack, too.
     */
    private static final long STACK_BYTES = 8 << 20;

    private static final Path KILL_ME_FIRST = Path.of("/proc/self/oom_score_adj");

    private final Supplier<Service> making;
    private final DataOutputStream out;
    private final BlockingQueue<byte[]> requests = new ArrayBlockingQueue<>(1);
    private String mappedFile = "";
    private List<ByteBuffer> mapped = List.of();

    private Child(Supplier<Service> making) {
        this.making = making;
        this.out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    }

    /**
     * Serves until the parent is gone; to be called by the main method. Does not return.
     *
     * @param making what the service needs may load native libraries, so it is made on the thread that works, which has stack for
     *     them
     */
    public static void serve(Supplier<Service> making) {
        Child child = new Child(making);
        System.setOut(System.err); // what a library prints must not get between the messages
        raiseOutOfMemoryScore();
        thread("work", child::work);
        child.readRequests();
    }

    /** When memory runs out, the system shall take this process and not the archive. */
    private static void raiseOutOfMemoryScore() {
        try {
            if (Files.isWritable(KILL_ME_FIRST)) {
                Files.writeString(KILL_ME_FIRST, "800");
            }
        } catch (IOException e) {
            System.err.println("the out-of-memory score stays as it is: " + e.getMessage());
        }
    }

    private interface Loop {
        void run() throws IOException, InterruptedException;
    }

    /** The process ends with the thread, and the reason is in the parent's log. */
    private static void thread(String name, Loop loop) {
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        loop.run();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                name,
                STACK_BYTES);
        thread.setUncaughtExceptionHandler((ended, reason) -> {
            reason.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void readRequests() {
        try {
            var in = new DataInputStream(System.in);
            while (true) {
                requests.put(Wire.read(in, Integer.MAX_VALUE - 8).bytes());
            }
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(0); // the parent has gone
        }
    }

    private void beat() throws IOException, InterruptedException {
        while (true) {
            Thread.sleep(HEARTBEAT_MILLIS);
            send(new Message(Kind.ALIVE));
        }
    }

    private void work() throws IOException, InterruptedException {
        Service service = making.get();
        send(new Message(Kind.READY));
        thread("heartbeat", this::beat);
        while (true) {
            Request request = Request.read(requests.take());
            send(answer(service, request));
        }
    }

    private Message answer(Service service, Request request) throws IOException {
        try {
            return new Message(Kind.ANSWERED, service.answer(request.body(), bulk(request)));
        } catch (ServiceException e) {
            return new Message(Kind.REFUSED, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<ByteBuffer> bulk(Request request) throws IOException {
        if (!request.file().equals(mappedFile)) {
            mapped = request.file().isEmpty()
                    ? List.of()
                    : SharedMemory.open(Path.of(request.file()), request.lengths());
            mappedFile = request.file();
        }
        return mapped.stream()
                .map(segment -> segment.duplicate().order(segment.order()))
                .toList();
    }

    private synchronized void send(Message message) throws IOException {
        Wire.write(out, message);
    }
}
