package org.voxrelay.startup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.config.InferenceSettings;
import org.voxrelay.config.Settings;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.OnnxRuntimeJar;
import org.voxrelay.inference.engine.tensorrt.TensorRtPlace;
import org.voxrelay.inference.process.WorkerInference;
import org.voxrelay.inference.process.WorkerSettings;

/** Inference in a child process, or in this one where nobody says where our jars are. */
final class InferenceProcess {
    private static final Logger LOG = Logger.getLogger(InferenceProcess.class.getName());
    private static final Duration LIMIT = Duration.ofHours(6);
    private static final Duration STANDSTILL = Duration.ofMinutes(30);

    private InferenceProcess() {}

    static Inference start(Settings settings) {
        InferenceSettings own = InferenceSettings.read();
        Path plans = settings.dataDir().resolve("plans");
        var tensorRt = own.tensorRt().map(folder -> new TensorRtPlace(folder, own.tensorRtShims(), plans));
        Path unpacked = settings.dataDir().resolve("onnxruntime");
        Optional<OnnxRuntimeJar> ofTheSite = own.onnxRuntime().flatMap(place -> ofTheSite(place, unpacked));
        Optional<OnnxRuntimeJar> onnxRuntime = ofTheSite.or(
                () -> settings.workerClassPath().flatMap(classPath -> thatComesAlong(classPath, unpacked)));
        var places = new EnginePlaces(own.openVino(), own.server(), tensorRt, onnxRuntime, own.gpuBytes());
        Path measured = settings.dataDir().resolve("engines.properties");
        if (settings.workerClassPath().isEmpty()) {
            LOG.log(Level.WARNING, "voxrelay.worker.classpath is not set: models run in the server's own process.");
            return new LocalInference(
                    EngineSelection.automatic(settings.inferenceThreads(), places, new EngineMemory(measured)));
        }
        String name = onnxRuntime.map(OnnxRuntimeJar::name).orElse("ONNX Runtime");
        String engine = EngineSelection.elsewhere(name, settings.inferenceThreads()) + " In a process of its own"
                + own.openVino().map(place -> ", beside OpenVINO of " + place).orElse("")
                + own.tensorRt().map(place -> ", beside TensorRT of " + place).orElse("")
                + ofTheSite
                        .map(found -> ", with ONNX Runtime of " + found.jar())
                        .orElse("")
                + own.server()
                        .map(server -> ", beside the inference server at " + server)
                        .orElse("")
                + ".";
        long memory = own.memoryBytes();
        var worker = new WorkerSettings(
                settings.workerClassPath().get(),
                memory / 4 * 3,
                memory * 2,
                settings.workerFiles(),
                settings.inferenceThreads(),
                measured,
                places,
                new InferenceLimits(settings.maxVolumeVoxels(), memory / 2, memory / 8),
                LIMIT,
                STANDSTILL);
        return new WorkerInference(worker, engine, Executors.defaultThreadFactory());
    }

    private static Optional<OnnxRuntimeJar> ofTheSite(Path place, Path unpacked) {
        try {
            return Optional.of(OnnxRuntimeJar.open(place, unpacked));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "VOXRELAY_ONNXRUNTIME cannot be used, and the ONNX Runtime that comes along computes: {0}",
                    e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<OnnxRuntimeJar> thatComesAlong(String classPath, Path unpacked) {
        try {
            return Optional.of(OnnxRuntimeJar.among(classPath, unpacked));
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "The libraries of ONNX Runtime are unpacked at each start of the process that computes, and not once"
                            + " into {0}: {1}",
                    new Object[] {unpacked, e});
            return Optional.empty();
        }
    }
}
