package org.voxrelay.inference.engine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jar of ONNX Runtime that a child computes with: the one that comes along, or one that a site has put beside it, as
 * {@code com.microsoft.onnxruntime:onnxruntime_gpu}, with the same classes and a native library that can compute with CUDA.
 * Its native libraries are unpacked once, for ONNX Runtime would unpack them at each start of a process: 28 MB, of the GPU
 * jar 600.
 *
 * @param jar comes first in the class path
 * @param libraries folder of its native libraries for this machine
 * @param version as the jar says, empty if it does not
 */
public record OnnxRuntimeJar(Path jar, Path libraries, String version) {
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
        checkLoadable(libraries);
        return new OnnxRuntimeJar(jar, libraries, version(jar));
    }

    /**
     * The jar that comes along.
     *
     * @param classPath as {@code java -cp} takes it
     * @param unpacked as for {@link #open}
     * @throws IOException with the reason, where the class path names none or its libraries cannot be unpacked
     */
    public static OnnxRuntimeJar among(String classPath, Path unpacked) throws IOException {
        for (String entry : classPath.split(File.pathSeparator)) {
            Path place = Path.of(entry).toAbsolutePath();
            List<Path> found =
                    entry.endsWith("*") ? jars(place.getParent()) : isJar(place) ? List.of(place) : List.of();
            if (!found.isEmpty()) {
                return open(found.get(0), unpacked);
            }
        }
        throw new IOException("there is no onnxruntime jar in the class path");
    }

    private static Path onlyJar(Path folder) throws IOException {
        List<Path> jars = jars(folder);
        if (jars.size() != 1) {
            throw new IOException("There must be one onnxruntime jar in " + folder + ", not " + jars.size());
        }
        return jars.get(0);
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(OnnxRuntimeJar::isJar).toList();
        }
    }

    private static boolean isJar(Path file) {
        return file.toString().matches(".*/onnxruntime[^/]*\\.jar");
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
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("libraries are unpacked on Linux only");
        }
        String wanted = NATIVE + machine() + "/";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> entry.getName().startsWith(wanted) && !entry.isDirectory())
                    .toList();
            if (entries.isEmpty()) {
                throw new IOException(jar + " holds no native libraries for " + machine());
            }
            for (ZipEntry entry : entries) {
                write(zip, entry, folder.resolve(Path.of(entry.getName()).getFileName()));
            }
        }
    }

    private static void write(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        try (InputStream in = zip.getInputStream(entry);
                FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true); // it is not unpacked again, so it must be whole after a power failure too
        }
    }

    /** A file system that is mounted {@code noexec} keeps libraries, but none can be loaded from it. */
    private static void checkLoadable(Path libraries) throws IOException {
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.toList()) {
                if (!isExecutable(file)) {
                    throw new IOException("native libraries cannot be loaded from " + libraries + " (noexec?)");
                }
            }
        }
    }

    private static boolean isExecutable(Path file) {
        return Files.isExecutable(file) || file.toFile().setExecutable(true) && Files.isExecutable(file);
    }

    private static String version(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(Name.IMPLEMENTATION_VERSION))
                    .orElse("");
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

    /** What it calls itself, as far as the jar says it. */
    public String name() {
        return ("ONNX Runtime " + version).strip();
    }

    /** What the JVM that computes is told. */
    public String option() {
        return "-Donnxruntime.native.path=" + libraries;
    }
}
