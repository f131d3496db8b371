package org.voxrelay.inference.engine.kserve;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.model.Graph;

/** Speaks the protocol of Triton over loopback and computes with ONNX Runtime. It is no Triton, and proves none. */
abstract class OnnxRuntimeInKServeClothes implements AutoCloseable {
    private final Graph graph;
    final long[] outputShape;
    /** So many requests are answered that the server is starting. */
    final AtomicInteger unavailable = new AtomicInteger();

    final AtomicInteger requests = new AtomicInteger();

    volatile boolean modelReady = true;
    /** A server that is not ready does not know its models. */
    volatile boolean serverReady = true;
    /** Added to the scores of an answer; less than 0 takes some away. */
    volatile int surplusBytes;
    /** What computes; ONNX Runtime unless somebody sets another. */
    volatile Network network = this::computed;
    /** Done when samples have come. */
    volatile Runnable beforeComputing = () -> {};

    /** From little-endian floats to little-endian floats. */
    interface Network {
        byte[] scores(byte[] samples, long[] shape) throws InferenceException;
    }

    OnnxRuntimeInKServeClothes(Graph graph, long... outputShape) {
        this.graph = graph;
        this.outputShape = outputShape;
    }

    abstract URI address();

    @Override
    public abstract void close();

    String model() {
        return KServeEngine.modelName(graph);
    }

    /** Counts a request and says whether it shall find the server starting. */
    boolean isStarting() {
        requests.incrementAndGet();
        return unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** @return little-endian floats, as {@code samples} are */
    byte[] compute(byte[] samples, long[] shape) throws InferenceException {
        beforeComputing.run();
        byte[] scores = network.scores(samples, shape);
        return Arrays.copyOf(scores, scores.length + surplusBytes);
    }

    private byte[] computed(byte[] samples, long[] shape) throws InferenceException {
        FloatBuffer in = direct(samples.length / 4);
        in.put(0, ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), 0, samples.length / 4);
        int count = 1;
        for (long size : outputShape) {
            count *= (int) size;
        }
        FloatBuffer out = direct(count);
        try (EngineSession session = new OnnxEngine(1).load(graph, Precision.SINGLE)) {
            session.run(Tensor.of(in, shape), Tensor.of(out, outputShape));
        }
        ByteBuffer scores = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        scores.asFloatBuffer().put(out);
        return scores.array();
    }

    private static FloatBuffer direct(int count) {
        return ByteBuffer.allocateDirect(4 * count)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}
