package org.voxrelay.tensorrt;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** A plan on the device. {@link Lane}s run it; they are closed before it. */
public final class LoadedPlan implements AutoCloseable {
    private static final int MAX_TENSORS = 64;
    private static final int FLOAT = 0;

    private final ShimLibrary shim;
    private final Pointer runtime;
    private final Pointer engine;

    LoadedPlan(ShimLibrary shim, Pointer runtime, Pointer engine) {
        this.shim = shim;
        this.runtime = runtime;
        this.engine = engine;
    }

    /**
     * A lane for inputs of one shape.
     *
     * @param input name of the graph's input; empty for the only one
     * @param output the same of the output
     * @throws TensorRtException if the network has other names, types or shapes, or needs more memory than there is
     */
    public Lane lane(CudaDevice device, String input, String output, long[] inputShape, long[] outputShape)
            throws TensorRtException {
        var end = new Lane.End(name(input, true), inputShape);
        var start = new Lane.End(name(output, false), outputShape);
        long bytes = shim.vt_device_bytes(engine);
        long needed = bytes + end.bytes() + start.bytes();
        long free = device.freeBytes();
        if (needed > free) {
            throw new TensorRtException("The network takes " + (needed >> 20) + " MiB of the GPU's memory, "
                    + (free >> 20) + " MiB are free. A smaller window, or fewer models at one time, is needed.");
        }
        return Lane.open(shim, device, engine, end, start);
    }

    private String name(String wanted, boolean input) throws TensorRtException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < MAX_TENSORS; i++) {
            String name = shim.vt_tensor_name(engine, i);
            if (name == null) {
                break;
            }
            if ((shim.vt_is_input(engine, name) != 0) == input) {
                names.add(name);
            }
        }
        String role = input ? "input" : "output";
        if (wanted.isEmpty() ? names.size() != 1 : !names.contains(wanted)) {
            throw new TensorRtException("The model's graph has no " + role + " named '" + wanted + "'; it has "
                    + String.join(", ", names) + ".");
        }
        String name = wanted.isEmpty() ? names.get(0) : wanted;
        if (shim.vt_tensor_type(engine, name) != FLOAT) {
            throw new TensorRtException("The model's " + role + " '" + name
                    + "' must be float. A graph that computes in fp16 keeps float at both ends.");
        }
        return name;
    }

    @Override
    public void close() {
        shim.vt_engine_free(engine);
        shim.vt_runtime_free(runtime);
    }
}
