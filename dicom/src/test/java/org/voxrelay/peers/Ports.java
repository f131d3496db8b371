package org.voxrelay.peers;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface for servers that start later. */
public final class Ports {
    private Ports() {}

    /** @return a port that nobody listens on, and that the system gives to no connection until the server is there */
    public static int free() throws IOException {
        // Below the ports that the system gives to connections: one of those could be taken before the server is there.
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(16_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one then
            }
        }
    }
}
