package org.voxrelay.inference.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.voxrelay.inference.InferenceException;

/** A graph that is loaded. One thread at a time. */
public interface EngineSession extends AutoCloseable {
    /**
     * Labels a block of slices.
     *
     * @param samples [z][y][x], direct, in native byte order, from position to limit; read in place
     * @param labels as many bytes, direct, from position to limit; written in place
     */
    void run(FloatBuffer samples, ByteBuffer labels, int zSize, int ySize, int xSize) throws InferenceException;

    @Override
    void close();
}
