package org.voxrelay.dicom.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as VR DS writes them: at most 16 characters (PS3.5 section 6.2). */
public final class DecimalString {
    private static final int MAX_LENGTH = 16;

    private DecimalString() {}

    /**
     * @return the number, or the nearest one that 16 characters can hold
     * @throws IllegalArgumentException for NaN and infinite numbers
     */
    public static String of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("DS has no " + number);
        }
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        BigDecimal exact = new BigDecimal(Double.toString(number));
        String text = shortest(exact);
        for (int digits = 16; text.length() > MAX_LENGTH; digits--) {
            text = shortest(exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)));
        }
        return text;
    }

    private static String shortest(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        String plain = stripped.scale() > 20 ? "" : stripped.toPlainString();
        String scientific = stripped.toString();
        return !plain.isEmpty() && plain.length() <= Math.max(MAX_LENGTH, scientific.length()) ? plain : scientific;
    }
}
