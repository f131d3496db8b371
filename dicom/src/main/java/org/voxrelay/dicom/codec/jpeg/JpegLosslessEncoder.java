package org.voxrelay.dicom.codec.jpeg;

import java.io.ByteArrayOutputStream;

/** Writes lossless JPEG with selection value 1 (ISO/IEC 10918-1 process 14): the sample to the left is the prediction. */
public final class JpegLosslessEncoder {
    private final ByteArrayOutputStream out;
    private long bits;
    private int count;

    private JpegLosslessEncoder(int expectedBytes) {
        out = new ByteArrayOutputStream(expectedBytes);
    }

    /**
     * @param samples samples of a pixel together, in [y][x][component] order, unsigned
     * @param components 1 to 4
     * @param precision 2 to 16 bits; no sample has more
     */
    public static byte[] encode(char[] samples, int rows, int columns, int components, int precision) {
        JpegLosslessEncoder encoder = new JpegLosslessEncoder(samples.length + 256);
        HuffmanCode code = HuffmanCode.of(frequencies(samples, columns, components, precision));
        encoder.writeHeader(code, rows, columns, components, precision);
        encoder.writeSamples(code, samples, columns, components, precision);
        return encoder.finish();
    }

    private static long[] frequencies(char[] samples, int columns, int components, int precision) {
        long[] frequencies = new long[17];
        for (int i = 0; i < samples.length; i++) {
            frequencies[length(difference(samples, i, columns, components, precision))]++;
        }
        return frequencies;
    }

    /** Differences are counted modulo 2^16 (section H.1.2.1). */
    private static int difference(char[] samples, int i, int columns, int components, int precision) {
        int prediction;
        if (i % (columns * components) >= components) {
            prediction = samples[i - components];
        } else if (i >= columns * components) {
            prediction = samples[i - columns * components];
        } else {
            prediction = 1 << precision - 1;
        }
        return (short) (samples[i] - prediction);
    }

    /** Category of a difference (table H.2); -32768 stands for 32768. */
    private static int length(int difference) {
        return 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
    }

    private void writeHeader(HuffmanCode code, int rows, int columns, int components, int precision) {
        writeBytes(0xFF, 0xD8, 0xFF, 0xC3);
        writeShort(8 + 3 * components);
        out.write(precision);
        writeShort(rows);
        writeShort(columns);
        out.write(components);
        for (int c = 1; c <= components; c++) {
            writeBytes(c, 0x11, 0);
        }
        code.writeTo(out);
        writeBytes(0xFF, 0xDA);
        writeShort(6 + 2 * components);
        out.write(components);
        for (int c = 1; c <= components; c++) {
            writeBytes(c, 0);
        }
        writeBytes(1, 0, 0);
    }

    private void writeSamples(HuffmanCode code, char[] samples, int columns, int components, int precision) {
        for (int i = 0; i < samples.length; i++) {
            int difference = difference(samples, i, columns, components, precision);
            int length = length(difference);
            writeBits(code.code(length), code.length(length));
            if (length > 0 && length < 16) {
                writeBits((difference < 0 ? difference - 1 : difference) & (1 << length) - 1, length);
            }
        }
    }

    private void writeBits(int value, int length) {
        bits = bits << length | value;
        count += length;
        while (count >= 8) {
            int next = (int) (bits >>> count - 8) & 0xFF;
            out.write(next);
            if (next == 0xFF) {
                out.write(0);
            }
            count -= 8;
        }
        bits &= (1L << count) - 1;
    }

    private byte[] finish() {
        if (count > 0) {
            writeBits((1 << 8 - count) - 1, 8 - count);
        }
        writeBytes(0xFF, 0xD9);
        return out.toByteArray();
    }

    private void writeShort(int value) {
        writeBytes(value >> 8, value);
    }

    private void writeBytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }
}
