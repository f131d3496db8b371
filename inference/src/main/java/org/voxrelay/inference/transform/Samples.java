package org.voxrelay.inference.transform;

import java.nio.FloatBuffer;

/**
 * The samples of a channel, [z][y][x]. At first they are those of its volume: a series is large, and a step that makes new
 * samples anyway, as resampling does, needs no copy of it.
 */
sealed interface Samples {
    int count();

    /** Copies {@code length} samples, the first of which has the index {@code from}, to the beginning of an array. */
    void read(int from, float[] to, int length);

    /** All samples, for steps that change them: made anew from a volume, else the array itself. */
    float[] array();

    /** Read only. */
    record OfVolume(FloatBuffer voxels) implements Samples {
        @Override
        public int count() {
            return voxels.capacity();
        }

        @Override
        public void read(int from, float[] to, int length) {
            voxels.get(from, to, 0, length);
        }

        @Override
        public float[] array() {
            float[] all = new float[count()];
            read(0, all, all.length);
            return all;
        }
    }

    /** @param array handed over */
    record OfArray(float[] array) implements Samples {
        @Override
        public int count() {
            return array.length;
        }

        @Override
        public void read(int from, float[] to, int length) {
            System.arraycopy(array, from, to, 0, length);
        }
    }
}
