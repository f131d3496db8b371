package org.voxrelay.inference.engine.tensorrt;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voxrelay.inference.Peer;
import org.voxrelay.tensorrt.CudaRuntime;
import org.voxrelay.tensorrt.TensorRt;
import org.voxrelay.tensorrt.TensorRtException;

/**
 * {@code src/test/cpp/cpu_stand_in.cpp}, compiled: the interfaces of our shim and of the CUDA runtime, on the CPU. It is no
 * TensorRT and no GPU. Needs g++ and OpenVINO.
 */
final class CpuStandIn {
    private static final Path SOURCE = Path.of("src/test/cpp/cpu_stand_in.cpp");
    /** What it has in common with the shim. */
    private static final Path SHIM = Path.of("../tensorrt-native/src/main/cpp");

    private static final Path FILE =
            Path.of("target/libvoxrelay-cpu-stand-in.so").toAbsolutePath();
    private static CpuStandIn compiled;

    private final Path openVino;
    private final Controls controls;

    /** What only the stand-in has. */
    private interface Controls extends Library {
        void standin_device(int major, int minor, long bytes);

        void standin_break();

        long standin_used();
    }

    private CpuStandIn(Path openVino) {
        this.openVino = openVino;
        this.controls = Native.load(FILE.toString(), Controls.class);
    }

    static synchronized CpuStandIn required() throws IOException, InterruptedException {
        if (compiled == null) {
            Path package_ = Peer.required(Peer.openVino(), "OpenVINO (VOXRELAY_OPENVINO)");
            Path library = Peer.required(library(package_.resolve("libs")), "OpenVINO's C library");
            Path log = FILE.resolveSibling("cpu-stand-in.log");
            boolean done;
            try {
                Process compiler = new ProcessBuilder(
                                "g++",
                                "-std=c++17",
                                "-O1",
                                "-fPIC",
                                "-shared",
                                "-fvisibility=hidden",
                                "-I",
                                SHIM.toString(),
                                "-isystem",
                                package_.resolve("include").toString(),
                                "-o",
                                FILE.toString(),
                                SOURCE.toString(),
                                "-ldl",
                                "-pthread")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                done = compiler.waitFor() == 0;
            } catch (IOException e) {
                done = Peer.required(Optional.<Boolean>empty(), "g++");
            }
            if (!done) {
                throw new AssertionError(Files.readString(log));
            }
            compiled = new CpuStandIn(library);
        }
        return compiled;
    }

    private static Optional<Path> library(Path folder) throws IOException {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.getFileName().toString().startsWith("libopenvino_c.so"))
                    .findFirst();
        }
    }

    /** @param builds whether there is a parser, as with the full library; the lean one has none */
    TensorRt open(boolean builds) throws TensorRtException {
        return TensorRt.open(FILE, openVino, builds ? Optional.of(openVino) : Optional.empty());
    }

    CudaRuntime cuda() {
        return new CudaRuntime(List.of(FILE.toString()));
    }

    /** What the device is from now on; a broken one is mended. */
    void device(int major, int minor, long bytes) {
        controls.standin_device(major, minor, bytes);
    }

    /** As if a kernel had read where nothing is. */
    void breakDevice() {
        controls.standin_break();
    }

    /** Bytes of the device that somebody has. */
    long used() {
        return controls.standin_used();
    }
}
