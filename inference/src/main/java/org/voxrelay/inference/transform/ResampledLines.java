package org.voxrelay.inference.transform;

/**
 * Makes lines of a new plane of rows of the old one. Along x each sample is fetched by its index, along y whole rows are
 * weighed, which is several times as fast: so x comes where there are fewer rows, before y or after it.
 */
final class ResampledLines {
    private final Kernel y;
    private final Kernel x;
    /** [row][new x] if x comes first. */
    private final float[][] wide;

    private final float[] line;

    /** @param xSize samples of a row of the old plane */
    ResampledLines(Kernel.Part part, Kernel x, int xSize, boolean xFirst) {
        y = part.kernel();
        this.x = x;
        wide = xFirst ? new float[part.count()][x.size()] : new float[0][];
        line = new float[xFirst ? x.size() : xSize];
    }

    /** @param to where the first line begins in the result; the others follow */
    void compute(float[][] rows, float[] result, int to) {
        for (int row = 0; row < wide.length; row++) {
            x.pick(rows[row], wide[row], 0);
        }
        for (int i = 0; i < y.size(); i++) {
            if (wide.length > 0) {
                y.weigh(i, wide, line);
                System.arraycopy(line, 0, result, to + i * line.length, line.length);
            } else {
                y.weigh(i, rows, line);
                x.pick(line, result, to + i * x.size());
            }
        }
    }
}
