package org.voxrelay.inference.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.inference.engine.kserve.KServeEngine;
import org.voxrelay.tensorrt.CudaDevices;
import org.voxrelay.tensorrt.CudaDevices.Present;
import org.voxrelay.tensorrt.CudaRuntime;

/**
 * The engine that this machine gets.
 *
 * @param why one sentence for the log and the page
 */
public record EngineSelection(Engine engine, String why) {
    private static final Duration REQUEST = Duration.ofMinutes(5);
    private static final int REQUESTS_AT_ONCE = 4;

    /**
     * The best that works here: OpenVINO, an inference server and ONNX Runtime, measured for each graph.
     *
     * @param threads that one inference may use on the CPU
     * @param memory for what was measured
     */
    public static EngineSelection automatic(int threads, EnginePlaces places, EngineMemory memory) {
        List<Engine> found = new ArrayList<>();
        found.add(new OnnxEngine(threads));
        OpenVinoEngine.find(places.openVino(), threads).ifPresent(found::add);
        places.server().ifPresent(server -> found.add(new KServeEngine(server, REQUEST, REQUESTS_AT_ONCE)));
        Engine cpu = found.size() > 1 ? new AutoEngine(found, memory) : found.get(0);
        return of(cpu, new CudaRuntime().devices());
    }

    /** ONNX Runtime alone. */
    public static EngineSelection automatic(int threads) {
        return of(new OnnxEngine(threads), new CudaRuntime().devices());
    }

    static EngineSelection of(Engine cpu, CudaDevices devices) {
        String reason = devices instanceof Present present
                ? "CUDA devices: " + present.count() + ", but TensorRT is not part of this version"
                : "no CUDA device, because " + ((CudaDevices.Absent) devices).why();
        return new EngineSelection(cpu, cpu.name() + " (" + reason + ").");
    }
}
