package org.voxrelay.dicom.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** RLE Lossless (PS3.5 annex G): a segment for each byte of each sample, the most significant byte first. */
final class RleCodec {
    private static final int HEADER = 64;
    private static final int MAX_SEGMENTS = 15;

    private RleCodec() {}

    /** @return samples of a pixel together, little endian */
    static byte[] decode(ImagePixel pixel, byte[] frame) throws PixelException {
        int segments = segments(pixel);
        if (frame.length < HEADER) {
            throw new PixelException("An RLE frame is shorter than its header.");
        }
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getInt(0) != segments) {
            throw new PixelException("An RLE frame has " + Integer.toUnsignedString(header.getInt(0))
                    + " segments instead of " + segments + ".");
        }
        byte[] out = new byte[(int) pixel.frameLength()];
        for (int i = 0; i < segments; i++) {
            long from = Integer.toUnsignedLong(header.getInt(4 + 4 * i));
            long to = i + 1 < segments ? Integer.toUnsignedLong(header.getInt(8 + 4 * i)) : frame.length;
            if (from < HEADER || from > to || to > frame.length) {
                throw new PixelException("A segment of an RLE frame lies outside of it.");
            }
            decodeSegment(frame, (int) from, (int) to, out, first(pixel, i), segments);
        }
        return out;
    }

    private static int segments(ImagePixel pixel) throws PixelException {
        int segments = pixel.samplesPerPixel() * pixel.bytesPerSample();
        if (pixel.bitsAllocated() == 1 || segments > MAX_SEGMENTS || pixel.isSubsampled()) {
            throw new PixelException("RLE holds whole bytes, up to 15 a pixel, not subsampled.");
        }
        return segments;
    }

    /** Where the first byte of a segment goes; its others follow at distances of a pixel. */
    private static int first(ImagePixel pixel, int segment) {
        int bytes = pixel.bytesPerSample();
        return segment / bytes * bytes + bytes - 1 - segment % bytes;
    }

    private static void decodeSegment(byte[] in, int from, int to, byte[] out, int first, int step)
            throws PixelException {
        int position = from;
        int target = first;
        while (target < out.length) {
            if (position + 1 >= to) {
                throw new PixelException("An RLE frame is cut off.");
            }
            int control = in[position++];
            if (control >= 0) {
                for (int i = 0; i <= control && target < out.length; i++, target += step) {
                    if (position >= to) {
                        throw new PixelException("An RLE frame is cut off.");
                    }
                    out[target] = in[position++];
                }
            } else if (control != -128) { // which stands for nothing
                byte value = in[position++];
                for (int i = 0; i <= -control && target < out.length; i++, target += step) {
                    out[target] = value;
                }
            }
        }
    }

    /** @param frame uncompressed, samples of a pixel together or not as {@code pixel} says */
    static byte[] encode(ImagePixel pixel, byte[] frame) throws PixelException {
        int segments = segments(pixel);
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(segments);
        var out = new RleRows(HEADER, frame.length / 16);
        for (int i = 0; i < segments; i++) {
            header.putInt(out.size());
            encodePlane(pixel, frame, segments, first(pixel, i), out);
            out.even();
        }
        byte[] encoded = out.frame();
        System.arraycopy(header.array(), 0, encoded, 0, HEADER);
        return encoded;
    }

    private static void encodePlane(ImagePixel pixel, byte[] frame, int segments, int inPixel, RleRows out) {
        int columns = pixel.columns();
        int sample = inPixel / pixel.bytesPerSample();
        int planeBytes = pixel.pixels() * pixel.bytesPerSample();
        int start = pixel.planar() ? sample * planeBytes + inPixel % pixel.bytesPerSample() : inPixel;
        int step = pixel.planar() ? pixel.bytesPerSample() : segments;
        byte[] row = new byte[columns];
        for (int y = 0; y < pixel.rows(); y++) {
            int at = start + y * columns * step;
            if (step == 1) {
                out.encode(frame, at, at + columns);
                continue;
            }
            for (int x = 0; x < columns; x++) {
                row[x] = frame[at + x * step];
            }
            out.encode(row, 0, columns);
        }
    }
}
