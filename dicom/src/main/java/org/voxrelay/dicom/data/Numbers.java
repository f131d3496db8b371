package org.voxrelay.dicom.data;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers in the values of binary VRs (little endian) and of the character VRs DS and IS. */
final class Numbers {
    private static final long[] NO_LONGS = {};
    private static final double[] NO_DOUBLES = {};

    private Numbers() {}

    /** How many numbers a little endian value holds. */
    static int count(VR vr, byte[] value) {
        return value.length / (vr == VR.AT ? 4 : vr.unitSize());
    }

    /** Unsigned 64-bit numbers above the range of long come out negative. AT: the tag, unsigned. */
    static long wholeNumber(VR vr, ByteBuffer value, int index) {
        return switch (vr) {
            case OB -> value.get(index) & 0xFF;
            case US, OW -> value.getShort(2 * index) & 0xFFFF;
            case SS -> value.getShort(2 * index);
            case UL, OL -> value.getInt(4 * index) & 0xFFFFFFFFL;
            case SL -> value.getInt(4 * index);
            case UV, SV, OV -> value.getLong(8 * index);
            case AT -> (long) (value.getShort(4 * index) & 0xFFFF) << 16 | value.getShort(4 * index + 2) & 0xFFFF;
            default -> throw new IllegalArgumentException(vr + " has no whole numbers");
        };
    }

    static boolean isFloating(VR vr) {
        return vr == VR.FL || vr == VR.FD || vr == VR.OF || vr == VR.OD;
    }

    static double floating(VR vr, ByteBuffer value, int index) {
        return vr.unitSize() == 4 ? value.getFloat(4 * index) : value.getDouble(8 * index);
    }

    static ByteBuffer littleEndian(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The numbers of a binary value; none if the VR holds none or one of them is no whole number. */
    static long[] longs(VR vr, byte[] value) {
        if (isFloating(vr)) {
            return longs(doubles(vr, value));
        }
        if (!vr.isBinaryNumeric() && vr != VR.OB) {
            return NO_LONGS;
        }
        ByteBuffer buffer = littleEndian(value);
        long[] numbers = new long[count(vr, value)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = wholeNumber(vr, buffer, i);
        }
        return numbers;
    }

    private static long[] longs(double[] numbers) {
        long[] whole = new long[numbers.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) numbers[i];
            if (whole[i] != numbers[i]) {
                return NO_LONGS;
            }
        }
        return whole;
    }

    static double[] doubles(VR vr, byte[] value) {
        if (!vr.isBinaryNumeric() && vr != VR.OB) {
            return NO_DOUBLES;
        }
        ByteBuffer buffer = littleEndian(value);
        double[] numbers = new double[count(vr, value)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = isFloating(vr) ? floating(vr, buffer, i) : unsignedDouble(vr, wholeNumber(vr, buffer, i));
        }
        return numbers;
    }

    private static double unsignedDouble(VR vr, long number) {
        boolean beyondLong = number < 0 && (vr == VR.UV || vr == VR.OV);
        return beyondLong ? new BigInteger(Long.toUnsignedString(number)).doubleValue() : number;
    }

    /** The numbers of DS and IS values; none if one of them is not a whole number in the range of long. */
    static long[] longs(List<String> values) {
        long[] numbers = new long[values.size()];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = wholeNumber(values.get(i));
            }
        } catch (NumberFormatException e) {
            return NO_LONGS;
        }
        return numbers;
    }

    /** Devices write whole numbers as 1.0 too. */
    private static long wholeNumber(String text) {
        if (text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty()) {
            return Long.parseLong(text);
        }
        double number = parseDecimal(text);
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
            throw new NumberFormatException("not a whole number");
        }
        return (long) number;
    }

    /** The numbers of DS and IS values; none if one of them is not a number. */
    static double[] doubles(List<String> values) {
        double[] numbers = new double[values.size()];
        try {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = parseDecimal(values.get(i));
            }
        } catch (NumberFormatException e) {
            return NO_DOUBLES;
        }
        return numbers;
    }

    /** Double.parseDouble without its Java-only forms: NaN, Infinity, hexadecimal, suffixes. */
    private static double parseDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw new NumberFormatException("not a decimal string");
            }
        }
        return Double.parseDouble(text);
    }

    /**
     * The binary form of numbers as {@link #toStrings} writes them.
     *
     * @throws IllegalArgumentException if one is no number or does not fit the VR
     */
    static byte[] parse(VR vr, List<String> strings) {
        if (isFloating(vr)) {
            return encode(vr, strings.stream().mapToDouble(Double::parseDouble).toArray());
        }
        return encode(
                vr,
                strings.stream()
                        .mapToLong(text -> switch (vr) {
                            case AT -> Long.parseLong(text, 16);
                            case UV, OV -> Long.parseUnsignedLong(text);
                            case SV -> Long.parseLong(text);
                            default -> wholeNumber(text);
                        })
                        .toArray());
    }

    static String[] toStrings(VR vr, byte[] value) {
        ByteBuffer buffer = littleEndian(value);
        String[] strings = new String[count(vr, value)];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = switch (vr) {
                case FL, OF -> Float.toString(buffer.getFloat(4 * i));
                case FD, OD -> Double.toString(buffer.getDouble(8 * i));
                case AT -> String.format("%08X", wholeNumber(vr, buffer, i));
                case UV, OV -> Long.toUnsignedString(wholeNumber(vr, buffer, i));
                default -> Long.toString(wholeNumber(vr, buffer, i));
            };
        }
        return strings;
    }

    /** @throws IllegalArgumentException if a number does not fit the VR */
    static byte[] encode(VR vr, long... numbers) {
        int size = vr == VR.AT ? 4 : vr.unitSize();
        ByteBuffer buffer = littleEndian(new byte[numbers.length * size]);
        for (long number : numbers) {
            switch (vr) {
                case US, OW -> buffer.putShort((short) checked(number, 0, 0xFFFF, vr));
                case SS -> buffer.putShort((short) checked(number, Short.MIN_VALUE, Short.MAX_VALUE, vr));
                case UL, OL -> buffer.putInt((int) checked(number, 0, 0xFFFFFFFFL, vr));
                case SL -> buffer.putInt((int) checked(number, Integer.MIN_VALUE, Integer.MAX_VALUE, vr));
                case OB -> buffer.put((byte) checked(number, 0, 0xFF, vr));
                case UV, SV, OV -> buffer.putLong(number);
                case FL, OF -> buffer.putFloat(number);
                case FD, OD -> buffer.putDouble(number);
                case AT -> buffer.putShort((short) (number >>> 16)).putShort((short) number);
                default -> throw new IllegalArgumentException(vr + " holds no numbers");
            }
        }
        return buffer.array();
    }

    static byte[] encode(VR vr, double... numbers) {
        if (!isFloating(vr)) {
            long[] whole = longs(numbers);
            if (whole.length != numbers.length) {
                throw new IllegalArgumentException("not a whole number for VR " + vr);
            }
            return encode(vr, whole);
        }
        ByteBuffer buffer = littleEndian(new byte[numbers.length * vr.unitSize()]);
        for (double number : numbers) {
            if (vr.unitSize() == 4) {
                buffer.putFloat((float) number);
            } else {
                buffer.putDouble(number);
            }
        }
        return buffer.array();
    }

    private static long checked(long number, long min, long max, VR vr) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(number + " does not fit VR " + vr);
        }
        return number;
    }
}
