package org.voxrelay.inference.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.voxrelay.tensorrt.CudaDevices;
import org.voxrelay.tensorrt.CudaDevices.Present;
import org.voxrelay.tensorrt.CudaRuntime;

/**
 * The engine that this machine gets.
 *
 * @param why one sentence for the log and the page
 */
public record EngineSelection(Engine engine, String why) {

    /**
     * The best that works here: OpenVINO and ONNX Runtime, measured for each graph, or ONNX Runtime alone.
     *
     * @param threads that one inference may use on the CPU
     * @param openVino where its library is, if not in one of the system's places
     * @param memory for what was measured
     */
    public static EngineSelection automatic(int threads, Optional<Path> openVino, EngineMemory memory) {
        Optional<OpenVinoEngine> found = OpenVinoEngine.find(openVino, threads);
        Engine onnx = new OnnxEngine(threads);
        Engine cpu = found.isPresent() ? new AutoEngine(List.of(onnx, found.get()), memory) : onnx;
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
