package org.voxrelay.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The DICOM files that pydicom and pydicom-data are delivered with. */
public final class PydicomFiles {
    private PydicomFiles() {}

    /** @return all of them, broken ones too, in the order of their paths */
    public static List<Path> all() throws IOException {
        Path python = Peers.python("pydicom", "data_store");
        String folders = Peers.run(
                        python.toString(),
                        "-c",
                        "import pydicom.data as a, data_store as b; print(a.__path__[0]); print(b.__path__[0])")
                .output()
                .strip();
        List<String> roots = folders.lines().toList();
        return Stream.concat(in(roots.get(0)), in(roots.get(1))).toList();
    }

    private static Stream<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).filter(PydicomFiles::isDicom).sorted().toList().stream();
        }
    }

    private static boolean isDicom(Path file) {
        String name = file.getFileName().toString();
        if (name.endsWith(".dcm") || name.startsWith("DICOMDIR")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(132);
            return start.length == 132 && new String(start, 128, 4, StandardCharsets.US_ASCII).equals("DICM");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
