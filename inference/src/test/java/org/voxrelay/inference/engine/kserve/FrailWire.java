package org.voxrelay.inference.engine.kserve;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Lies between a client and a server on loopback, and breaks where it is told to. */
final class FrailWire implements AutoCloseable {
    /** What becomes of an answer after so many bytes. */
    enum Fate {
        CUT,
        /** Nothing more comes, and the connection stays. */
        STALLED
    }

    private final URI server;
    private final ServerSocket door;
    private final AtomicInteger breaks = new AtomicInteger();
    private volatile Fate fate = Fate.CUT;
    private volatile long bytes;
    /** Bytes of answers since the last order. */
    private long passed;

    FrailWire(URI server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::open);
    }

    URI address() {
        return URI.create(server.toString().replace(":" + server.getPort(), ":" + door.getLocalPort()));
    }

    /** From now on so many bytes of answers pass, then the wire breaks, so many times in all. */
    synchronized void breakAfter(Fate how, long after, int times) {
        fate = how;
        bytes = after;
        passed = 0;
        breaks.set(times);
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt(); // an end of the connection ends its two threads
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void open() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket there = new Socket(server.getHost(), server.getPort());
            start(() -> {
                try (client;
                        there) {
                    client.getInputStream().transferTo(there.getOutputStream());
                }
            });
            start(() -> {
                try (client;
                        there) {
                    answer(there, client);
                }
            });
        }
    }

    private void answer(Socket there, Socket client) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 12];
        for (int count = there.getInputStream().read(buffer);
                count >= 0;
                count = there.getInputStream().read(buffer)) {
            int passing = passing(count);
            client.getOutputStream().write(buffer, 0, passing);
            if (passing < count) {
                if (fate == Fate.STALLED) {
                    Thread.sleep(60_000);
                }
                return;
            }
        }
    }

    private synchronized int passing(int count) {
        if (breaks.get() > 0 && passed + count > bytes) {
            int passing = (int) (bytes - passed);
            passed = 0;
            breaks.decrementAndGet();
            return passing;
        }
        passed += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
