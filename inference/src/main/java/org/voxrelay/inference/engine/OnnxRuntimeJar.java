package org.voxrelay.inference.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar of ONNX Runtime that a site has put beside ours, as {@code com.microsoft.onnxruntime:onnxruntime_gpu}: the same
 * classes, and a native library that can compute with CUDA. Its native libraries are unpacked once, for ONNX Runtime would
 * unpack 600 MB at each start of a process, and leave them behind where that process is ended by force.
 *
 * @param jar comes before ours in the class path
 * @param libraries folder of its native libraries for this machine
 */
public record OnnxRuntimeJar(Path jar, Path libraries) {
    private static final String NATIVE = "ai/onnxruntime/native/";

    /**
     * @param place the jar, or a folder with one
     * @param unpacked folder that keeps its libraries; those of other jars are removed from it
     * @throws IOException with the reason, where there is none or it holds nothing for this machine
     */
    public static OnnxRuntimeJar open(Path place, Path unpacked) throws IOException {
        Path jar = (Files.isDirectory(place) ? onlyJar(place) : place).toAbsolutePath();
        if (!Files.isRegularFile(jar)) {
            throw new NoSuchFileException("There is no file " + jar);
        }
        String name = jar.getFileName() + "-" + Files.size(jar) + "-"
                + Files.getLastModifiedTime(jar).toMillis();
        Path libraries = unpacked.toAbsolutePath().resolve(name);
        if (!Files.isDirectory(libraries)) {
            Files.createDirectories(libraries.getParent());
            removeAll(libraries.getParent());
            Path part = Files.createTempDirectory(libraries.getParent(), "part");
            unpack(jar, part);
            Files.move(part, libraries);
        }
        return new OnnxRuntimeJar(jar, libraries);
    }

    private static Path onlyJar(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("onnxruntime.*\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IOException("There must be one onnxruntime jar in " + folder + ", not " + jars.size());
            }
            return jars.get(0);
        }
    }

    private static void removeAll(Path folder) throws IOException {
        try (DirectoryStream<Path> older = Files.newDirectoryStream(folder)) {
            for (Path one : older) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(one)) {
                    for (Path file : files) {
                        Files.delete(file); // a process that has loaded it keeps it
                    }
                }
                Files.delete(one);
            }
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        String wanted = NATIVE + machine() + "/";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> entry.getName().startsWith(wanted) && !entry.isDirectory())
                    .toList();
            if (entries.isEmpty()) {
                throw new IOException(jar + " holds no native libraries for " + machine());
            }
            for (ZipEntry entry : entries) {
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, folder.resolve(Path.of(entry.getName()).getFileName()));
                }
            }
        }
    }

    /** As ONNX Runtime calls this machine. */
    static String machine() {
        String arch = System.getProperty("os.arch");
        return "linux-" + (arch.equals("amd64") ? "x64" : arch);
    }

    /** @param ours class path with the jar that comes along; a class that is in both is taken from this one */
    public String before(String ours) {
        return jar + File.pathSeparator + ours;
    }

    /** What the JVM that computes is told. */
    public String option() {
        return "-Donnxruntime.native.path=" + libraries;
    }
}
