package org.voxrelay.inference.engine;

import ai.onnxruntime.OrtEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.engine.kserve.KServeEngine;
import org.voxrelay.inference.engine.tensorrt.TensorRtEngine;
import org.voxrelay.tensorrt.CudaDevices;
import org.voxrelay.tensorrt.CudaDevices.Absent;
import org.voxrelay.tensorrt.CudaDevices.Present;
import org.voxrelay.tensorrt.CudaRuntime;
import org.voxrelay.tensorrt.TensorRtException;

/**
 * The engine that this machine gets.
 *
 * @param why one sentence for the log and the page
 * @param gpu whose memory the engine may take
 */
public record EngineSelection(Engine engine, String why, GpuMemory gpu) {
    private static final Duration REQUEST = Duration.ofMinutes(5);
    private static final int REQUESTS_AT_ONCE = 4;

    /** On the CPU. */
    public EngineSelection(Engine engine, String why) {
        this(engine, why, GpuMemory.NONE);
    }

    /**
     * The best that works here: TensorRT, OpenVINO, an inference server and ONNX Runtime, on the CPU and on CUDA, measured for each
     * graph.
     *
     * @param threads that one inference may use on the CPU
     * @param memory for what was measured
     */
    public static EngineSelection automatic(int threads, EnginePlaces places, EngineMemory memory) {
        List<Engine> found = new ArrayList<>();
        var cuda = new CudaRuntime();
        GpuMemory memoryOfGpu = GpuMemory.of(cuda, places.gpuBytes());
        found.add(new OnnxEngine(threads));
        if (OnnxCudaEngine.isAmong(OrtEnvironment.getAvailableProviders())) {
            found.add(new OnnxCudaEngine(memoryOfGpu));
        }
        OpenVinoEngine.find(places.openVino(), threads).ifPresent(found::add);
        places.server().ifPresent(server -> found.add(new KServeEngine(server, REQUEST, REQUESTS_AT_ONCE)));
        String gpu = addTensorRt(places, cuda, found);
        Engine engine = found.size() > 1 ? new AutoEngine(found, memory) : found.get(0);
        return new EngineSelection(engine, engine.name() + " (" + gpu + ").", memoryOfGpu);
    }

    /** ONNX Runtime alone. */
    public static EngineSelection automatic(int threads) {
        var engine = new OnnxEngine(threads);
        return new EngineSelection(engine, alone(engine.name()));
    }

    /**
     * What {@link #automatic(int)} says, in a process that does not load ONNX Runtime.
     *
     * @param onnxRuntime what it calls itself
     */
    public static String elsewhere(String onnxRuntime, int threads) {
        return alone(onnxRuntime + " " + Processor.used(threads));
    }

    private static String alone(String engine) {
        return engine + " (" + about(new CudaRuntime().devices()) + ").";
    }

    /** TensorRT is not touched unless there is a device: without one it hands out pointers that are none. */
    private static String addTensorRt(EnginePlaces places, CudaRuntime cuda, List<Engine> found) {
        CudaDevices devices = cuda.devices();
        if (devices instanceof Absent) {
            return about(devices);
        }
        if (places.tensorRt().isEmpty()) {
            return about(devices) + ", but VOXRELAY_TENSORRT does not say where TensorRT is";
        }
        try {
            found.add(TensorRtEngine.open(places.tensorRt().get(), cuda));
            return about(devices);
        } catch (TensorRtException e) {
            return about(devices) + ", but TensorRT cannot be used: " + e.getMessage();
        }
    }

    static String about(CudaDevices devices) {
        return devices instanceof Present present
                ? "CUDA devices: " + present.count()
                : "no CUDA device, because " + ((Absent) devices).why();
    }
}
