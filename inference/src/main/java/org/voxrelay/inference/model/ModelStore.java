package org.voxrelay.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.voxrelay.inference.quality.Quality;

/** Brings model packages into the folder {@code models/}, activates, rolls back and deletes them. */
public final class ModelStore {
    private static final String STAGING = ".staging";
    private static final String ACTIVE = "active";
    private static final String PREVIOUS = "active.previous";
    private static final String QUALITY = "quality.json";
    private static final long MAX_UNPACKED_BYTES = 16L << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ModelRepository models;

    /** Tries a package before it is taken. */
    @FunctionalInterface
    public interface Trial {
        /** @return why it cannot be taken, if so */
        Optional<String> run(ModelPackage model) throws InterruptedException;
    }

    public ModelStore(Path folder) {
        this.folder = folder;
        this.models = new ModelRepository(folder);
    }

    /**
     * Takes a package. It becomes active only if it is the first of its name.
     *
     * @param name of the model; empty if its {@code model.json} says so
     * @param version the same
     * @throws UnusableModelException with all faults; nothing is left then
     */
    public ModelPackage add(InputStream zip, String name, String version, Trial trial)
            throws IOException, UnusableModelException, InterruptedException {
        Path staged = folder.resolve(STAGING).resolve(UUID.randomUUID().toString());
        Files.createDirectories(staged);
        try {
            new PackageZip(staged, MAX_UNPACKED_BYTES).unpack(zip);
            Path root = root(staged);
            String realName = given(name, root, "name");
            String realVersion = given(version, root, "version");
            Path target = folder.resolve(realName).resolve(realVersion);
            requireNew(target, realName, realVersion);
            ModelPackage model = ModelRepository.read(root, realName, realVersion);
            Optional<String> fault = trial.run(model);
            if (fault.isPresent()) {
                throw refused(realName, realVersion, "a trial failed: " + fault.get());
            }
            install(root, target, realName, realVersion);
            return ModelRepository.read(target, realName, realVersion);
        } finally {
            delete(staged);
        }
    }

    private static void requireNew(Path target, String name, String version) throws UnusableModelException {
        if (Files.exists(target)) {
            throw refused(name, version, "there is such a version already; versions never change");
        }
    }

    /** The one that is active stays so, whatever number the new one has. Nobody waits for an upload, only for this. */
    private synchronized void install(Path root, Path target, String name, String version)
            throws IOException, UnusableModelException {
        requireNew(target, name, version);
        List<String> before = models.versions(name);
        Path choice = folder.resolve(name).resolve(ACTIVE);
        if (!before.isEmpty() && !Files.exists(choice)) {
            write(choice, before.get(0));
        }
        Files.createDirectories(target.getParent());
        Files.move(root, target, StandardCopyOption.ATOMIC_MOVE);
        if (before.isEmpty()) {
            write(choice, version);
        }
    }

    private static Path root(Path staged) throws IOException {
        try (Stream<Path> entries = Files.list(staged)) {
            List<Path> all = entries.toList();
            return all.size() == 1
                            && Files.isDirectory(all.get(0))
                            && !all.get(0).endsWith("configs")
                    ? all.get(0)
                    : staged;
        }
    }

    private static String given(String value, Path root, String field) throws IOException, UnusableModelException {
        String found = value;
        Path description = root.resolve(ModelReader.DESCRIPTION);
        if (found.isEmpty() && Files.isRegularFile(description)) {
            found = field(description, field);
        }
        if (!found.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new UnusableModelException(
                    "The uploaded package", List.of(field + " must be 1 to 64 letters, digits, dots or hyphens"));
        }
        return found;
    }

    private static String field(Path description, String field) throws IOException, UnusableModelException {
        if (Files.size(description) > PackageFiles.MAX_JSON_BYTES) {
            throw new UnusableModelException(
                    "The uploaded package",
                    List.of("model.json is longer than " + PackageFiles.MAX_JSON_BYTES + " bytes"));
        }
        try {
            return JSON.readTree(Files.readAllBytes(description)).path(field).asText();
        } catch (JsonProcessingException e) {
            throw new UnusableModelException(
                    "The uploaded package",
                    List.of("model.json is not JSON (line " + e.getLocation().getLineNr() + ")"));
        }
    }

    /** From now on new jobs use this version. */
    public synchronized void activate(String name, String version) throws IOException, UnusableModelException {
        models.version(name, version);
        String before = models.active(name).version();
        if (!before.equals(version)) {
            write(folder.resolve(name).resolve(PREVIOUS), before);
            write(folder.resolve(name).resolve(ACTIVE), version);
        }
    }

    /** @return the version that was active before the last change, and is again */
    public synchronized String rollBack(String name) throws IOException, UnusableModelException {
        models.versions(name);
        Path previous = folder.resolve(name).resolve(PREVIOUS);
        if (!Files.isRegularFile(previous)) {
            throw new UnusableModelException("Model " + name, List.of("there is no version to go back to"));
        }
        String version = Files.readString(previous).strip();
        activate(name, version);
        return version;
    }

    /** @throws UnusableModelException if it is active, or not there */
    public synchronized void remove(String name, String version) throws IOException, UnusableModelException {
        if (!models.versions(name).contains(version)) {
            throw refused(name, version, "there is no such version");
        }
        if (activeVersion(name).equals(version)) {
            throw refused(name, version, "it is active; activate another first");
        }
        Path gone = folder.resolve(STAGING).resolve(UUID.randomUUID().toString());
        Files.createDirectories(gone.getParent());
        Files.move(folder.resolve(name).resolve(version), gone, StandardCopyOption.ATOMIC_MOVE);
        delete(gone);
    }

    /** Keeps a measurement beside the version; it replaces the one before. The version itself does not change by it. */
    public synchronized void recordQuality(ModelPackage model, Quality quality)
            throws IOException, UnusableModelException {
        models.version(model.name(), model.version());
        write(model.folder().resolve(QUALITY), quality.toJson());
    }

    /** The version in use, usable or not; empty without any. */
    public String activeVersion(String name) throws IOException, UnusableModelException {
        List<String> versions = models.versions(name);
        Path choice = folder.resolve(name).resolve(ACTIVE);
        if (Files.isRegularFile(choice)) {
            return Files.readString(choice).strip();
        }
        return versions.isEmpty() ? "" : versions.get(0);
    }

    private static UnusableModelException refused(String name, String version, String fault) {
        return new UnusableModelException("Model " + name + " version " + version, List.of(fault));
    }

    private static void write(Path file, String text) throws IOException {
        Path whole = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        Files.writeString(whole, text + "\n");
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
