package org.voxrelay.dicom.codec.jpeg;

import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.codec.jpeg.JpegHeader.Component;
import org.voxrelay.dicom.pixel.PixelException;

/** A scan of a sequential frame with the discrete cosine transform (ISO/IEC 10918-1 annex F). */
final class SequentialScan {
    /** Where the coefficients of the zigzag order belong (figure A.6). */
    private static final int[] ZIGZAG = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63
    };

    private final JpegHeader header;
    private final List<ScanComponent> components;
    private final int[] predictions;
    private final double[] block = new double[64];
    private final InverseCosineTransform transform = new InverseCosineTransform();

    SequentialScan(JpegHeader header, List<ScanComponent> components) throws PixelException {
        this.header = header;
        this.components = components;
        this.predictions = new int[components.size()];
        for (ScanComponent component : components) {
            component.requireTables(true);
        }
    }

    void decode(BitReader in, int restartInterval) throws PixelException {
        boolean alone = components.size() == 1;
        int unitsX = alone ? blocks(width(components.get(0))) : units(header.columns(), header.mostHorizontal());
        int unitsY = alone ? blocks(height(components.get(0))) : units(header.rows(), header.mostVertical());
        int total = unitsX * unitsY;
        for (int unit = 0; unit < total; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
                in.restart();
                Arrays.fill(predictions, 0);
            }
            decodeUnit(in, unit % unitsX, unit / unitsX, alone);
        }
    }

    private static int units(int length, int factor) {
        return (length + 8 * factor - 1) / (8 * factor);
    }

    private static int blocks(int length) {
        return (length + 7) / 8;
    }

    private int width(ScanComponent component) {
        int most = header.mostHorizontal();
        return (header.columns() * component.component().horizontal() + most - 1) / most;
    }

    private int height(ScanComponent component) {
        int most = header.mostVertical();
        return (header.rows() * component.component().vertical() + most - 1) / most;
    }

    private void decodeUnit(BitReader in, int unitX, int unitY, boolean alone) throws PixelException {
        for (int c = 0; c < components.size(); c++) {
            ScanComponent component = components.get(c);
            int across = alone ? 1 : component.component().horizontal();
            int down = alone ? 1 : component.component().vertical();
            for (int i = 0; i < across * down; i++) {
                decodeBlock(in, c, component);
                place(component, 8 * (unitX * across + i % across), 8 * (unitY * down + i / across));
            }
        }
    }

    private void decodeBlock(BitReader in, int index, ScanComponent component) throws PixelException {
        Arrays.fill(block, 0);
        int[] quantization = component.quantization();
        int length = component.dc().next(in);
        if (length > 15) {
            throw new PixelException("A JPEG stream holds a difference of " + length + " bits.");
        }
        predictions[index] += in.readSigned(length);
        block[0] = (double) predictions[index] * quantization[0];
        for (int k = 1; k < 64; k++) {
            int symbol = component.ac().next(in);
            int zeros = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && zeros < 15) {
                break; // end of block
            }
            k += zeros;
            if (k > 63) {
                throw new PixelException("A block of a JPEG stream has too many coefficients.");
            }
            block[ZIGZAG[k]] = (double) in.readSigned(size) * quantization[k];
        }
        transform.apply(block);
    }

    /** Repeats samples of a component that has fewer than the image. */
    private void place(ScanComponent scan, int left, int top) {
        Component component = scan.component();
        int most = (1 << header.precision()) - 1;
        int shift = 1 << header.precision() - 1;
        int stepX = header.mostHorizontal();
        int stepY = header.mostVertical();
        int fromX = ceiling(left * stepX, component.horizontal());
        int fromY = ceiling(top * stepY, component.vertical());
        int toX = Math.min(header.columns(), ceiling((left + 8) * stepX, component.horizontal()));
        int toY = Math.min(header.rows(), ceiling((top + 8) * stepY, component.vertical()));
        for (int y = fromY; y < toY; y++) {
            int row = y * component.vertical() / stepY - top;
            for (int x = fromX; x < toX; x++) {
                int column = x * component.horizontal() / stepX - left;
                long value = Math.round(block[8 * row + column]) + shift;
                scan.plane()[y * header.columns() + x] = (char) Math.max(0, Math.min(most, value));
            }
        }
    }

    private static int ceiling(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
