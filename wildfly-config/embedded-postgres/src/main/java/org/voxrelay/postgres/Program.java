package org.voxrelay.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that is run to its end; what it says goes to a file. */
final class Program {
    private static final int QUOTED_CHARACTERS = 2000;

    private Program() {}

    /** @throws IOException unless it ends with 0; the message is {@code complaint} and the end of its output */
    static void run(List<String> command, Path output, String complaint) throws IOException {
        try {
            int end = builder(command, output).start().waitFor();
            if (end != 0) {
                throw new IOException(complaint + " (exit " + end + "): " + tail(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", e);
        }
    }

    /** Messages in English, no other setting of the environment that PostgreSQL would listen to. */
    static ProcessBuilder builder(List<String> command, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        return builder;
    }

    static String tail(Path output) throws IOException {
        String all = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
        return all.substring(Math.max(0, all.length() - QUOTED_CHARACTERS));
    }
}
