package org.voxrelay.inference.engine;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Numbers that an engine reads or writes in place: floats in a {@link FloatBuffer} of native byte order, or unsigned bytes
 * in a {@link ByteBuffer}; direct, used from index 0 on.
 *
 * @param shape for example [batch][channel][n0][n1][n2]
 */
public record Tensor(Buffer data, long[] shape) {
    /** @throws IllegalArgumentException unless the buffer is direct and of the shape's size */
    public Tensor {
        if (!data.isDirect() || data.position() != 0 || data.limit() != count(shape)) {
            throw new IllegalArgumentException("a direct buffer of " + count(shape) + " numbers is needed: " + data);
        }
    }

    /** @param data may be longer than the shape needs */
    public static Tensor of(FloatBuffer data, long... shape) {
        return new Tensor(data.slice(0, Math.toIntExact(count(shape))), shape);
    }

    public static Tensor of(ByteBuffer data, long... shape) {
        return new Tensor(data.slice(0, Math.toIntExact(count(shape))), shape);
    }

    private static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
