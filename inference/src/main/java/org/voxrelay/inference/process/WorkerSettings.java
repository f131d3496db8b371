package org.voxrelay.inference.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voxrelay.inference.InferenceLimits;

/**
 * How the child process for inference is started.
 *
 * @param classPath with our jars and those of the engines
 * @param heapBytes of its Java heap, where volumes and scores are
 * @param privateBytes of all its memory
 * @param threads of one inference
 * @param engines file of what was measured
 * @param openVino where OpenVINO's library is, if not in one of the system's places
 * @param limit for one segmentation
 * @param standstill without progress for so long a segmentation is given up
 */
public record WorkerSettings(
        String classPath,
        long heapBytes,
        long privateBytes,
        int threads,
        Path engines,
        Optional<Path> openVino,
        InferenceLimits limits,
        Duration limit,
        Duration standstill) {

    List<String> arguments() {
        return List.of(
                Integer.toString(threads),
                engines.toString(),
                openVino.map(Path::toString).orElse(""),
                Long.toString(limits.maxVoxels()),
                Long.toString(limits.scoreBytes()),
                Long.toString(limits.warmBytes()));
    }
}
