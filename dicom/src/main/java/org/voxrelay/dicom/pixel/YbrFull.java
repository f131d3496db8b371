package org.voxrelay.dicom.pixel;

/** Turns luminance and colour differences in the full range of 8 bits into colours (PS3.3 C.7.6.3.1.2). */
public final class YbrFull {
    private static final int SHIFT = 16;
    private static final int HALF = 1 << SHIFT - 1;
    private static final int RED_OF_CR = fixed(1.402);
    private static final int GREEN_OF_CB = fixed(0.114 * 1.772 / 0.587);
    private static final int GREEN_OF_CR = fixed(0.299 * 1.402 / 0.587);
    private static final int BLUE_OF_CB = fixed(1.772);

    private YbrFull() {}

    private static int fixed(double factor) {
        return (int) Math.round(factor * (1 << SHIFT));
    }

    /** @param samples Y, CB, CR of each pixel together, replaced by R, G, B */
    public static void toRgb(byte[] samples) {
        for (int i = 0; i + 2 < samples.length; i += 3) {
            int y = (samples[i] & 0xFF) << SHIFT;
            int cb = (samples[i + 1] & 0xFF) - 128;
            int cr = (samples[i + 2] & 0xFF) - 128;
            samples[i] = clamp(y + RED_OF_CR * cr);
            samples[i + 1] = clamp(y - GREEN_OF_CB * cb - GREEN_OF_CR * cr);
            samples[i + 2] = clamp(y + BLUE_OF_CB * cb);
        }
    }

    private static byte clamp(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed + HALF >> SHIFT));
    }

    /**
     * Gives each pixel the colour differences that it shares with its neighbour.
     *
     * @param frame Y Y CB CR for two pixels (YBR_FULL_422)
     * @return Y CB CR for each pixel
     */
    public static byte[] expand422(ImagePixel pixel, byte[] frame) {
        byte[] full = new byte[pixel.pixels() * 3];
        int pairs = (pixel.columns() + 1) / 2;
        for (int y = 0; y < pixel.rows(); y++) {
            for (int x = 0; x < pixel.columns(); x++) {
                int pair = 4 * (y * pairs + x / 2);
                int at = 3 * (y * pixel.columns() + x);
                full[at] = frame[pair + x % 2];
                full[at + 1] = frame[pair + 2];
                full[at + 2] = frame[pair + 3];
            }
        }
        return full;
    }
}
