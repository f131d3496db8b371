package org.voxrelay.inference.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Which engine was fastest for a graph, on this machine; kept in a file, so that it is measured once. */
public final class EngineMemory {
    private static final Logger LOG = Logger.getLogger(EngineMemory.class.getName());
    private static final int MOST = 1000;
    private static final String BETWEEN = " | ";

    private final Path file;

    /** An engine, and why this one. */
    public record Choice(String engine, String reason) {
        /** @return whether an engine of this name was measured, or could not compute the graph */
        boolean mentions(String name) {
            return engine.equals(name) || reason.contains(name);
        }
    }

    /** @param file is made when there is something to remember */
    public EngineMemory(Path file) {
        this.file = file;
    }

    synchronized Optional<Choice> choice(String key) {
        String line = read().getProperty(machine() + " " + key);
        if (line == null || !line.contains(BETWEEN)) {
            return Optional.empty();
        }
        int at = line.indexOf(BETWEEN);
        return Optional.of(new Choice(line.substring(0, at), line.substring(at + BETWEEN.length())));
    }

    /** By digest of the graph and precision, as far as known on this machine. */
    public synchronized Map<String, Choice> all() {
        Map<String, Choice> all = new HashMap<>();
        String prefix = machine() + " ";
        for (String name : read().stringPropertyNames()) {
            if (name.startsWith(prefix)) {
                String key = name.substring(prefix.length());
                choice(key).ifPresent(choice -> all.put(key, choice));
            }
        }
        return new TreeMap<>(all);
    }

    synchronized void remember(String key, Choice choice) {
        LOG.log(Level.INFO, "Graph {0} is computed by {1} from now on; {2}", new Object[] {
            key, choice.engine(), choice.reason()
        });
        Properties known = read();
        if (known.size() >= MOST) {
            known.clear();
        }
        known.setProperty(machine() + " " + key, choice.engine() + BETWEEN + choice.reason());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), "engines", ".tmp");
            try (Writer writer = Files.newBufferedWriter(whole)) {
                known.store(writer, "Measured by Voxrelay; delete to measure again");
            }
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The choice of engines is not remembered: {0}", e.getMessage());
        }
    }

    private Properties read() {
        var known = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, "The file of engines is damaged and measured anew: {0}", file);
            }
        }
        return known;
    }

    /** What decides how fast an engine is: the processor and how many of them. */
    private static String machine() {
        return System.getProperty("os.arch") + " " + Processor.model() + " x"
                + Runtime.getRuntime().availableProcessors();
    }
}
