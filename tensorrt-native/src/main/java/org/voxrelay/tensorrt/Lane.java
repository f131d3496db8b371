package org.voxrelay.tensorrt;

import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Computes one input after the other on a CUDA stream of its own: copies it in, computes, copies the output back, without
 * waiting. So one lane copies while another computes. Copies go through pinned memory, from where alone CUDA copies in
 * the background.
 */
public final class Lane implements AutoCloseable {
    private static final int MAX_DIMENSIONS = 8;

    private final ShimLibrary shim;
    private final CudaDevice device;
    private final Pointer context;
    private final Pointer stream;
    private final End input;
    private final End output;
    /** In the order to be undone, last first. */
    private final Deque<Runnable> held = new ArrayDeque<>();

    private Pointer pinnedInput;
    private Pointer pinnedOutput;
    private Pointer deviceInput;
    private Pointer deviceOutput;

    /** A tensor of the network, of floats. */
    record End(String name, long[] shape) {
        long bytes() {
            return Math.multiplyExact(Float.BYTES, Arrays.stream(shape).reduce(1, Math::multiplyExact));
        }
    }

    private Lane(ShimLibrary shim, CudaDevice device, Pointer context, End input, End output) {
        this.shim = shim;
        this.device = device;
        this.context = context;
        this.input = input;
        this.output = output;
        held.push(() -> shim.vt_context_free(context));
        this.stream = device.stream();
        held.push(() -> device.destroy(stream));
    }

    static Lane open(ShimLibrary shim, CudaDevice device, Pointer engine, End input, End output)
            throws TensorRtException {
        Pointer context = shim.vt_context(engine);
        if (context == null) {
            throw new TensorRtException("TensorRT cannot run the plan: " + shim.vt_last_error());
        }
        var lane = new Lane(shim, device, context, input, output);
        try {
            lane.connect();
            return lane;
        } catch (TensorRtException e) {
            lane.close();
            throw e;
        }
    }

    private void connect() throws TensorRtException {
        check(shim.vt_set_shape(context, input.name(), input.shape(), input.shape().length));
        checkOutputShape();
        pinnedInput = pinned(input.bytes());
        pinnedOutput = pinned(output.bytes());
        deviceInput = onDevice(input.bytes());
        deviceOutput = onDevice(output.bytes());
        check(shim.vt_set_address(context, input.name(), deviceInput));
        check(shim.vt_set_address(context, output.name(), deviceOutput));
    }

    private void checkOutputShape() throws TensorRtException {
        long[] sizes = new long[MAX_DIMENSIONS];
        int count = shim.vt_tensor_shape(context, output.name(), sizes, MAX_DIMENSIONS);
        long[] found = Arrays.copyOf(sizes, Math.max(0, count));
        if (!Arrays.equals(found, output.shape())) {
            throw new TensorRtException("The network gives " + Arrays.toString(found) + ", the package says "
                    + Arrays.toString(output.shape()) + ".");
        }
    }

    private Pointer pinned(long bytes) throws TensorRtException {
        Pointer pointer = device.allocatePinned(bytes);
        held.push(() -> device.freePinned(pointer));
        return pointer;
    }

    private Pointer onDevice(long bytes) throws TensorRtException {
        Pointer pointer = device.allocate(bytes);
        held.push(() -> device.free(pointer));
        return pointer;
    }

    private void check(int done) throws TensorRtException {
        if (done == 0) {
            throw new TensorRtException("TensorRT cannot run the plan: " + shim.vt_last_error());
        }
    }

    /**
     * Begins with an input and returns; {@link #finish} has to follow before the next.
     *
     * @param samples copied before this returns
     */
    public void begin(FloatBuffer samples) throws TensorRtException {
        floats(pinnedInput, input).put(0, samples, 0, samples.capacity());
        device.copyToDevice(deviceInput, pinnedInput, input.bytes(), stream);
        check(shim.vt_enqueue(context, stream));
        device.copyToHost(pinnedOutput, deviceOutput, output.bytes(), stream);
    }

    /** Waits for the output. */
    public void finish(FloatBuffer scores) {
        device.await(stream);
        scores.put(0, floats(pinnedOutput, output), 0, scores.capacity());
    }

    private static FloatBuffer floats(Pointer pinned, End end) {
        return pinned.getByteBuffer(0, end.bytes())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Waits for what was begun. */
    @Override
    public void close() {
        device.await(stream);
        while (!held.isEmpty()) {
            held.pop().run();
        }
    }
}
