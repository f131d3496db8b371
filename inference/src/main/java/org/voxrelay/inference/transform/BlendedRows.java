package org.voxrelay.inference.transform;

import java.util.Arrays;

/**
 * The old rows that a block of a resampled volume needs, each time for one new plane: weighed along z. As many old planes as
 * one new plane needs are kept, so that each sample is read once, into the processor's cache. One thread at a time.
 */
final class BlendedRows {
    private final Samples samples;
    private final int ySize;
    private final int xSize;
    private final Kernel z;
    private final Kernel kept;
    private final int first;
    /** [row][place of the plane among those kept][x] */
    private final float[][][] source;

    /** Which old plane has each place. */
    private final int[] planes;

    private final float[][] blended;

    /** @param part the block's new rows along y */
    BlendedRows(Samples samples, int ySize, int xSize, Kernel z, Kernel.Part part) {
        this.samples = samples;
        this.ySize = ySize;
        this.xSize = xSize;
        this.z = z;
        first = part.first();
        kept = z.ofKept();
        source = new float[part.count()][z.taps()][xSize];
        blended = new float[part.count()][xSize];
        planes = new int[z.taps()];
        Arrays.fill(planes, -1);
    }

    /** @return [row][x], valid until the next call */
    float[][] at(int newPlane) {
        for (int tap = 0; tap < z.taps(); tap++) {
            keep(z.index()[tap][newPlane], kept.index()[tap][newPlane]);
        }
        for (int row = 0; row < blended.length; row++) {
            kept.weigh(newPlane, source[row], blended[row]);
        }
        return blended;
    }

    private void keep(int plane, int place) {
        if (planes[place] == plane) {
            return;
        }
        planes[place] = plane;
        for (int row = 0; row < source.length; row++) {
            samples.read((plane * ySize + first + row) * xSize, source[row][place], xSize);
        }
    }
}
