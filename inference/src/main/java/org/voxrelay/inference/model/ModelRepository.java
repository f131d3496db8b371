package org.voxrelay.inference.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder {@code models/}. Read anew at each call, so that a version dropped in is found without a restart. */
public final class ModelRepository {
    private static final List<String> DESCRIPTIONS =
            List.of(ModelReader.DESCRIPTION, MonaiReader.DESCRIPTION, NnUnetReader.DESCRIPTION);

    private final Path folder;

    public ModelRepository(Path folder) {
        this.folder = folder;
    }

    /** Names of all models, in alphabetical order; usable or not. */
    public List<String> names() throws IOException {
        return subfolders(folder).stream().map(ModelRepository::name).sorted().toList();
    }

    /** Versions of a model, the highest first. */
    public List<String> versions(String name) throws IOException, UnusableModelException {
        return subfolders(folder.resolve(checked(name))).stream()
                .filter(ModelRepository::isDescribed)
                .map(ModelRepository::name)
                .sorted(VersionOrder.LOWEST_FIRST.reversed())
                .toList();
    }

    /** The version in use: the one that a file {@code active} in the model's folder names, else the highest. */
    public ModelPackage active(String name) throws IOException, UnusableModelException {
        Path choice = folder.resolve(checked(name)).resolve("active");
        if (Files.isRegularFile(choice)) {
            return version(name, Files.readString(choice).strip());
        }
        List<String> versions = versions(name);
        if (versions.isEmpty()) {
            throw new UnusableModelException("Model " + name, List.of("there is no version of it in " + folder));
        }
        return version(name, versions.get(0));
    }

    public ModelPackage version(String name, String version) throws IOException, UnusableModelException {
        Path packaged = folder.resolve(checked(name)).resolve(checked(version));
        return read(packaged, name, version);
    }

    /** @param packaged the folder, wherever it is */
    public static ModelPackage read(Path packaged, String name, String version)
            throws IOException, UnusableModelException {
        var files = new PackageFiles(packaged, name, version);
        if (files.has(ModelReader.DESCRIPTION)) {
            return new ModelReader(files).read();
        }
        if (files.has(MonaiReader.DESCRIPTION)) {
            return new MonaiReader(files).read();
        }
        if (files.has(NnUnetReader.DESCRIPTION)) {
            return new NnUnetReader(files).read();
        }
        files.faults.add("there is none of " + String.join(", ", DESCRIPTIONS) + " in " + packaged);
        throw files.unusable();
    }

    private static boolean isDescribed(Path packaged) {
        return DESCRIPTIONS.stream().anyMatch(file -> Files.isRegularFile(packaged.resolve(file)));
    }

    private static List<Path> subfolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(path -> isPlain(name(path)))
                    .toList();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** Names come from rules and requests too: never a way out of the folder. */
    private static String checked(String name) throws UnusableModelException {
        if (!isPlain(name)) {
            throw new UnusableModelException("Model " + name, List.of("this is not the name of a folder"));
        }
        return name;
    }

    private static boolean isPlain(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }

    /** 10 is higher than 9, 1.10 than 1.9; parts that are no numbers are compared as text. */
    enum VersionOrder implements Comparator<String> {
        LOWEST_FIRST;

        @Override
        public int compare(String one, String other) {
            String[] left = one.split("[._-]");
            String[] right = other.split("[._-]");
            for (int i = 0; i < Math.min(left.length, right.length); i++) {
                int order = comparePart(left[i], right[i]);
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(left.length, right.length);
        }

        private static int comparePart(String one, String other) {
            boolean numbers = one.matches("\\d{1,18}") && other.matches("\\d{1,18}");
            return numbers ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
        }
    }
}
