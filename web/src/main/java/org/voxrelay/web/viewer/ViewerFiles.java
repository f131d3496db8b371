package org.voxrelay.web.viewer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The viewer's files as they were when the server started: nothing else in or outside the folder can be asked for. */
final class ViewerFiles {
    /** The page of the application, which reads the rest of an address itself. */
    static final String PAGE = "index.html";

    private static final int MOST = 10_000;
    private static final String GZIP = ".gz";

    private final Map<String, ViewerFile> byName;

    private ViewerFiles(Map<String, ViewerFile> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** @param folder holds nothing or does not exist where the viewer was not built in */
    static ViewerFiles in(Path folder) throws IOException {
        var files = new HashMap<String, ViewerFile>();
        if (Files.isRegularFile(folder.resolve(PAGE))) {
            try (Stream<Path> tree = Files.walk(folder)) {
                tree.filter(Files::isRegularFile)
                        .filter(path -> !path.toString().endsWith(GZIP))
                        .limit(MOST)
                        .forEach(path -> files.put(folder.relativize(path).toString(), file(path)));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new ViewerFiles(files);
    }

    boolean present() {
        return byName.containsKey(PAGE);
    }

    /**
     * @param name below {@code /ohif/}, without a slash at its beginning
     * @return the file; the application's page for a name without an ending, which is one of its own addresses
     */
    Optional<ViewerFile> find(String name) {
        ViewerFile file = byName.get(name);
        boolean address = name.lastIndexOf('.') <= name.lastIndexOf('/');
        return Optional.ofNullable(file == null && address ? byName.get(PAGE) : file);
    }

    private static ViewerFile file(Path path) {
        try {
            Path gzip = Path.of(path + GZIP);
            return new ViewerFile(
                    path,
                    Files.size(path),
                    Files.isRegularFile(gzip) ? OptionalLong.of(Files.size(gzip)) : OptionalLong.empty(),
                    Files.getLastModifiedTime(path).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
