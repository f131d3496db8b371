package org.voxrelay.inference;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Other people's programs that tests use. Without one a test is skipped, or fails where VOXRELAY_PEERS_REQUIRED is true. */
public final class Peer {
    private Peer() {}

    /** @param name for the list of what was skipped */
    public static <T> T required(Optional<T> peer, String name) {
        if (peer.isEmpty() && "true".equals(System.getenv("VOXRELAY_PEERS_REQUIRED"))) {
            fail("missing peer: " + name);
        }
        Assumptions.assumeTrue(peer.isPresent(), "missing peer: " + name);
        return peer.get();
    }

    /** The Python of ./test, which must have these modules. */
    public static Path python(String... modules) throws IOException, InterruptedException {
        Path python = Path.of(Optional.ofNullable(System.getenv("VOXRELAY_PYTHON"))
                .orElse(CtTissue.MODELS.resolveSibling(".venv/bin/python").toString()));
        String imports = "import " + String.join(", ", modules);
        boolean usable = Files.isExecutable(python)
                && new ProcessBuilder(python.toString(), "-c", imports).start().waitFor() == 0;
        return required(Optional.of(python).filter(found -> usable), "Python with " + String.join(" and ", modules));
    }

    /** Where OpenVINO is, if somebody says so. */
    public static Optional<Path> openVino() {
        return Optional.ofNullable(System.getenv("VOXRELAY_OPENVINO")).map(Path::of);
    }
}
