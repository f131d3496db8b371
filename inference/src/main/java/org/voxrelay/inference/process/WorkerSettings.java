package org.voxrelay.inference.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.OnnxRuntimeJar;
import org.voxrelay.inference.engine.tensorrt.TensorRtPlace;

/**
 * How the child process for inference is started.
 *
 * @param classPath with our jars and those of the engines
 * @param heapBytes of its Java heap, where volumes and scores are
 * @param privateBytes of all its memory
 * @param temporary folder in which it keeps temporary files
 * @param threads of one inference
 * @param engines file of what was measured
 * @param places of engines beyond the one that comes along
 * @param limit for one segmentation
 * @param standstill without progress for so long a segmentation is given up
 */
public record WorkerSettings(
        String classPath,
        long heapBytes,
        long privateBytes,
        Path temporary,
        int threads,
        Path engines,
        EnginePlaces places,
        InferenceLimits limits,
        Duration limit,
        Duration standstill) {

    private String folder(Function<TensorRtPlace, Path> which) {
        return places.tensorRt().map(which).map(Path::toString).orElse("");
    }

    /** The class path, and in front of it the jar of ONNX Runtime whose libraries are unpacked. */
    String wholeClassPath() {
        return places.onnxRuntime().map(jar -> jar.before(classPath)).orElse(classPath);
    }

    List<String> options() {
        return places.onnxRuntime().map(OnnxRuntimeJar::option).stream().toList();
    }

    List<String> arguments() {
        return List.of(
                Integer.toString(threads),
                engines.toString(),
                places.openVino().map(Path::toString).orElse(""),
                places.server().map(URI::toString).orElse(""),
                folder(TensorRtPlace::libraries),
                folder(TensorRtPlace::shims),
                folder(TensorRtPlace::plans),
                Long.toString(limits.maxVoxels()),
                Long.toString(limits.scoreBytes()),
                Long.toString(limits.warmBytes()),
                Long.toString(places.gpuBytes()));
    }
}
