package org.voxrelay.inference.engine.kserve;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One request for scores. The buffers are direct, of native order, used from 0 on; the scores are written.
 *
 * @param model as the server knows it
 */
record Computation(
        String model,
        String input,
        List<Long> inputShape,
        FloatBuffer samples,
        String output,
        List<Long> outputShape,
        FloatBuffer scores) {

    static List<Long> sizes(long[] shape) {
        return LongStream.of(shape).boxed().toList();
    }

    long sampleBytes() {
        return (long) Float.BYTES * samples.capacity();
    }

    long scoreBytes() {
        return (long) Float.BYTES * scores.capacity();
    }

    /** @return what is wrong with scores of so many bytes; empty if nothing is */
    String fault(long bytes) {
        return bytes == scoreBytes()
                ? ""
                : "The engine failed: the inference server gives " + bytes + " bytes of scores instead of "
                        + scoreBytes() + ".";
    }

    /** @return what is wrong with an answer of this type and shape; empty if nothing is */
    String fault(String datatype, List<Long> shape) {
        return datatype.equals("FP32") && shape.equals(outputShape)
                ? ""
                : "The engine failed: the inference server gives " + datatype + " of " + shape
                        + ", the package says FP32 of " + outputShape + ".";
    }
}
