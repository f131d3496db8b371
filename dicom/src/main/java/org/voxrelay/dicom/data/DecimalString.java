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
        for (int digits = 17; ; digits--) {
            BigDecimal rounded =
                    exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
            String plain = rounded.toPlainString();
            String text = plain.length() <= MAX_LENGTH ? plain : scientific(rounded);
            if (text.length() <= MAX_LENGTH) {
                return text;
            }
        }
    }

    private static String scientific(BigDecimal number) {
        String digits = number.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int exponent = number.precision() - 1 - number.scale();
        return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "E" + exponent;
    }
}
