package org.voxrelay.tensorrt;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A TensorRT library through our shim: builds plans from ONNX and loads them. For one thread at a time. */
public final class TensorRt implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TensorRt.class.getName());

    private static final int MAX_DIMENSIONS = 8;

    private final ShimLibrary shim;
    private final Pointer library;
    /** TensorRT keeps its address; it must not be collected. */
    private final ShimLibrary.Log log;

    private TensorRt(ShimLibrary shim, Pointer library, ShimLibrary.Log log) {
        this.shim = shim;
        this.library = library;
        this.log = log;
    }

    /** What came of a build. */
    public record Plan(byte[] engine, byte[] timingCache) {}

    /**
     * What to build.
     *
     * @param onnx a network of one input
     * @param least sizes of the input that the plan shall take; {@code usual} is what it is fast with
     * @param workspaceBytes of the device that a layer may use for itself
     * @param tf32 whether products may be computed with 10 bits of mantissa
     * @param timingCache of an earlier build on the same device; may be empty
     */
    public record Order(
            byte[] onnx,
            long[] least,
            long[] usual,
            long[] most,
            long workspaceBytes,
            boolean tf32,
            byte[] timingCache) {
        /** @throws IllegalArgumentException unless the three shapes have as many dimensions, at most 8 */
        public Order {
            if (least.length != usual.length || usual.length != most.length || most.length > MAX_DIMENSIONS) {
                throw new IllegalArgumentException("shapes of different ranks, or of more than " + MAX_DIMENSIONS);
            }
        }
    }

    /** Hears the phases of a build. */
    @FunctionalInterface
    public interface BuildProgress {
        /** @return whether to go on */
        boolean at(String phase, int step);
    }

    /**
     * @param shim that was compiled for the library's major version and product
     * @param inference file of libnvinfer or libtensorrt_rtx
     * @param parser file of the ONNX parser that belongs to it; without one plans can be read only
     * @throws TensorRtException if a file is missing or of another version
     */
    public static TensorRt open(Path shim, Path inference, Optional<Path> parser) throws TensorRtException {
        ShimLibrary functions;
        try {
            functions = Native.load(shim.toString(), ShimLibrary.class);
        } catch (UnsatisfiedLinkError e) {
            throw new TensorRtException("The shim for TensorRT is not there: " + e.getMessage());
        }
        ShimLibrary.Log log = (severity, message, user) -> LOG.log(Level.FINE, "TensorRT: {0}", message);
        Pointer library = functions.vt_open(
                inference.toString(), parser.map(Path::toString).orElse(null), log, null);
        if (library == null) {
            throw new TensorRtException("TensorRT does not start: " + functions.vt_last_error());
        }
        return new TensorRt(functions, library, log);
    }

    /** As the library counts, for example 110400 for 11.4.0. */
    public int version() {
        return shim.vt_version(library);
    }

    public boolean canBuild() {
        return shim.vt_can_build(library) != 0;
    }

    /** Builds a plan for the devices of this machine. Takes seconds to minutes. */
    public Plan build(Order order, BuildProgress progress) throws TensorRtException {
        var request = new ShimLibrary.BuildRequest();
        request.onnx = memory(order.onnx());
        request.onnxBytes = order.onnx().length;
        request.workspaceBytes = order.workspaceBytes();
        request.shapes = sizes(order);
        request.rank = order.usual().length;
        request.tf32 = order.tf32() ? 1 : 0;
        request.progress = (kind, phase, step, user) -> progress.at(phase, step) ? 1 : 0;
        if (order.timingCache().length > 0) {
            request.timing = memory(order.timingCache());
            request.timingBytes = order.timingCache().length;
        }
        Pointer plan = shim.vt_build(library, request);
        if (plan == null) {
            throw new TensorRtException("No plan for TensorRT was built: " + shim.vt_last_error());
        }
        try {
            return new Plan(
                    bytes(shim.vt_plan_data(plan), shim.vt_plan_bytes(plan)),
                    bytes(shim.vt_timing_data(plan), shim.vt_timing_bytes(plan)));
        } finally {
            shim.vt_plan_free(plan);
        }
    }

    private static Memory sizes(Order order) {
        int rank = order.usual().length;
        var memory = new Memory(3L * Long.BYTES * rank);
        memory.write(0, order.least(), 0, rank);
        memory.write((long) Long.BYTES * rank, order.usual(), 0, rank);
        memory.write(2L * Long.BYTES * rank, order.most(), 0, rank);
        return memory;
    }

    private static Memory memory(byte[] bytes) {
        var memory = new Memory(Math.max(1, bytes.length));
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    private static byte[] bytes(Pointer data, long count) {
        return data == null ? new byte[0] : data.getByteArray(0, Math.toIntExact(count));
    }

    /**
     * Loads a plan, to be run.
     *
     * @param devices asked for first: without one, TensorRT hands out pointers that are none
     * @throws TensorRtException with the reason if it cannot
     */
    public LoadedPlan load(byte[] plan, CudaDevices devices) throws TensorRtException {
        if (devices instanceof CudaDevices.Absent absent) {
            throw new TensorRtException("TensorRT needs a GPU: " + absent.why() + ".");
        }
        Pointer runtime = shim.vt_runtime(library);
        if (runtime == null) {
            throw new TensorRtException("TensorRT does not start: " + shim.vt_last_error());
        }
        Pointer engine = shim.vt_engine(runtime, memory(plan), plan.length);
        if (engine == null) {
            String why = shim.vt_last_error();
            shim.vt_runtime_free(runtime);
            throw new TensorRtException("The plan is not for this GPU or release: " + why);
        }
        return new LoadedPlan(shim, runtime, engine);
    }

    @Override
    public void close() {
        shim.vt_close(library);
        java.lang.ref.Reference.reachabilityFence(log);
    }
}
