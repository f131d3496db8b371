package org.voxrelay.inference.engine;

import org.voxrelay.tensorrt.CudaDevices;
import org.voxrelay.tensorrt.CudaDevices.Present;
import org.voxrelay.tensorrt.CudaRuntime;

/**
 * The engine that this machine gets.
 *
 * @param why one sentence for the log and the page
 */
public record EngineSelection(Engine engine, String why) {

    /** @param threads that one inference may use on the CPU */
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
