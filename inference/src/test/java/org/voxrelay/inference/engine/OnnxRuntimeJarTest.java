package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeJarTest {
    private static final String HERE = "ai/onnxruntime/native/" + OnnxRuntimeJar.machine() + "/";

    @TempDir
    Path folder;

    private Path unpacked;
    private Path site;

    @BeforeEach
    void folders() throws Exception {
        unpacked = folder.resolve("unpacked");
        site = Files.createDirectory(folder.resolve("site"));
    }

    @Test
    void theJarOfTheSiteComesFirstInTheClassPath() throws Exception {
        Path jar = jar("onnxruntime_gpu-1.jar", HERE + "libonnxruntime.so");
        assertThat(OnnxRuntimeJar.open(jar, unpacked).before("lib/*")).isEqualTo(jar + File.pathSeparator + "lib/*");
    }

    @Test
    void aFolderMayNameItsOnlyJar() throws Exception {
        Path jar = jar("onnxruntime_gpu-1.jar", HERE + "libonnxruntime.so");
        Files.createFile(site.resolve("readme.txt"));
        assertThat(OnnxRuntimeJar.open(site, unpacked).jar()).isEqualTo(jar);
        jar("onnxruntime_gpu-2.jar", HERE + "libonnxruntime.so");
        assertThatThrownBy(() -> OnnxRuntimeJar.open(site, unpacked))
                .isInstanceOf(IOException.class)
                .hasMessage("There must be one onnxruntime jar in " + site + ", not 2");
    }

    @Test
    void theJarThatComesAlongIsFoundInTheClassPath() throws Exception {
        Path jar = jar("onnxruntime-1.jar", HERE + "libonnxruntime.so");
        jar("other-1.jar", HERE + "libonnxruntime.so");
        Path others = Files.createDirectory(folder.resolve("others"));
        for (String classPath : List.of(
                site + "/*", others + "/*:" + site + "/*", others + ":" + site.resolve("other-1.jar") + ":" + jar)) {
            OnnxRuntimeJar found = OnnxRuntimeJar.among(classPath, unpacked);
            assertThat(found.jar()).isEqualTo(jar);
            assertThat(found.libraries()).isDirectoryContaining("glob:**/libonnxruntime.so");
        }
        assertThatThrownBy(() -> OnnxRuntimeJar.among(others + "/*:" + others, unpacked))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no onnxruntime jar in the class path");
    }

    @Test
    void aJarSaysItsVersionOrIsNamedWithoutIt() throws Exception {
        assertThat(OnnxRuntimeJar.among(System.getProperty("java.class.path"), unpacked)
                        .name())
                .isEqualTo("ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
        assertThat(OnnxRuntimeJar.open(jar("a.jar", HERE + "libonnxruntime.so"), unpacked)
                        .name())
                .isEqualTo("ONNX Runtime");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path jar = jar("a.jar", HERE + "libonnxruntime.so");
        assertThatThrownBy(() -> OnnxRuntimeJar.open(jar, jar.resolve("unpacked")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(jar.resolve("unpacked").toString());
    }

    @Test
    void librariesForThisMachineAreUnpackedOnce() throws Exception {
        Path jar = jar("a.jar", HERE + "libonnxruntime.so", "ai/onnxruntime/native/win-x64/onnxruntime.dll");
        Path libraries = OnnxRuntimeJar.open(jar, unpacked).libraries();
        Path library = libraries.resolve("libonnxruntime.so");
        assertThat(libraries).isDirectoryContaining("glob:**/libonnxruntime.so");
        try (var files = Files.list(libraries)) {
            assertThat(files).containsExactly(library);
        }
        Object first = Files.readAttributes(library, "unix:ino").get("ino");
        assertThat(OnnxRuntimeJar.open(jar, unpacked).option()).isEqualTo("-Donnxruntime.native.path=" + libraries);
        assertThat(Files.readAttributes(library, "unix:ino").get("ino")).isEqualTo(first);
    }

    @Test
    void librariesOfAFormerJarAndOfACutOffUnpackingAreRemoved() throws Exception {
        Path former = OnnxRuntimeJar.open(jar("a.jar", HERE + "libonnxruntime.so"), unpacked)
                .libraries();
        Path part = Files.createDirectory(unpacked.resolve("part1"));
        Files.createFile(part.resolve("libonnxruntime.so"));
        Path now = OnnxRuntimeJar.open(jar("b.jar", HERE + "libonnxruntime.so"), unpacked)
                .libraries();
        assertThat(former).isNotEqualTo(now).doesNotExist();
        try (var left = Files.list(unpacked)) {
            assertThat(left).containsExactly(now);
        }
    }

    @Test
    void whatIsNoSuchJarIsNamed() throws Exception {
        assertThatThrownBy(() -> OnnxRuntimeJar.open(site.resolve("none.jar"), unpacked))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("There is no file")
                .hasMessageContaining("none.jar");
        Path other = jar("windows.jar", "ai/onnxruntime/native/win-x64/onnxruntime.dll");
        assertThatThrownBy(() -> OnnxRuntimeJar.open(other, unpacked))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("windows.jar holds no native libraries for " + OnnxRuntimeJar.machine());
        Path text = Files.writeString(site.resolve("text.jar"), "this is not a jar");
        assertThatThrownBy(() -> OnnxRuntimeJar.open(text, unpacked)).isInstanceOf(IOException.class);
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = site.resolve(name);
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String entry : List.of(entries)) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
