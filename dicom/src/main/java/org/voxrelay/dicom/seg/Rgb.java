package org.voxrelay.dicom.seg;

/** A colour of a screen (sRGB), each component 0 to 255. */
public record Rgb(int red, int green, int blue) {
    /** @throws IllegalArgumentException if a component is out of range */
    public Rgb {
        if ((red | green | blue) < 0 || red > 255 || green > 255 || blue > 255) {
            throw new IllegalArgumentException("not a colour: " + red + ", " + green + ", " + blue);
        }
    }

    /**
     * The colour as Recommended Display CIELab Value (PS3.3 C.10.7.1.1): L*, a*, b* of illuminant D50, scaled to 16
     * bits.
     */
    public int[] toCieLab() {
        double r = linear(red);
        double g = linear(green);
        double b = linear(blue);
        // sRGB to XYZ of D50 (IEC 61966-2-1 with Bradford adaptation), divided by the white point
        double x = (0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / 0.9642200;
        double y = 0.2225045 * r + 0.7168786 * g + 0.0606169 * b;
        double z = (0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / 0.8252100;
        double lightness = 116 * root(y) - 16;
        double a = 500 * (root(x) - root(y));
        double bStar = 200 * (root(y) - root(z));
        return new int[] {scale(lightness / 100), scale((a + 128) / 255), scale((bStar + 128) / 255)};
    }

    private static double linear(int component) {
        double c = component / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double root(double t) {
        return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }

    private static int scale(double share) {
        return (int) Math.round(Math.max(0, Math.min(1, share)) * 65535);
    }
}
