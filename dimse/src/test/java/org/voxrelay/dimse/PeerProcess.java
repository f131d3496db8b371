package org.voxrelay.dimse;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Somebody else's acceptor, killed at the end. */
final class PeerProcess implements Closeable {
    private final Process process;

    PeerProcess(Path log, List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** DCMTK's programs do not say when they listen. */
    static Association openWhenReady(AssociationRequest request) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                return request.open();
            } catch (IOException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
