package org.voxrelay.inference.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Linux says of the machine's processor; elsewhere nothing is known. */
final class Processor {
    private static final Path INFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** For example "Intel(R) Xeon(R) Platinum 8480+"; empty if it is not known. */
    static String model() {
        return value(line -> line.startsWith("model name") || line.startsWith("CPU part"))
                .orElse("");
    }

    /** @param flag for example "avx512f" */
    static boolean has(String flag) {
        return value(line -> line.startsWith("flags"))
                .map(flags -> List.of(flags.split(" ")).contains(flag))
                .orElse(false);
    }

    /** How engines that compute on it say so. */
    static String used(int threads) {
        return "on the CPU, " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static Optional<String> value(Predicate<String> ofLine) {
        if (!Files.isReadable(INFO)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(INFO)) {
            return lines.filter(ofLine)
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
