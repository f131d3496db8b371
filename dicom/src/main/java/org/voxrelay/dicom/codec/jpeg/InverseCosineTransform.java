package org.voxrelay.dicom.codec.jpeg;

/** The 8 x 8 inverse discrete cosine transform (ISO/IEC 10918-1 section A.3.3), by rows and then by columns. */
final class InverseCosineTransform {
    private static final double[] BASIS = new double[64];

    static {
        for (int x = 0; x < 8; x++) {
            for (int u = 0; u < 8; u++) {
                double scale = u == 0 ? Math.sqrt(0.125) : 0.5;
                BASIS[8 * x + u] = scale * Math.cos((2 * x + 1) * u * Math.PI / 16);
            }
        }
    }

    private final double[] rows = new double[64];

    /** @param block coefficients in [v][u] order, then samples in [y][x] order */
    void apply(double[] block) {
        for (int v = 0; v < 8; v++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (int u = 0; u < 8; u++) {
                    sum += BASIS[8 * x + u] * block[8 * v + u];
                }
                rows[8 * v + x] = sum;
            }
        }
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                double sum = 0;
                for (int v = 0; v < 8; v++) {
                    sum += BASIS[8 * y + v] * rows[8 * v + x];
                }
                block[8 * y + x] = sum;
            }
        }
    }
}
