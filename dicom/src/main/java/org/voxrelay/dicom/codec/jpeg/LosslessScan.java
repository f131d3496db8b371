package org.voxrelay.dicom.codec.jpeg;

import java.util.List;
import org.voxrelay.dicom.pixel.PixelException;

/** A scan of a lossless frame (ISO/IEC 10918-1 annex H). */
final class LosslessScan {
    private final int rows;
    private final int columns;
    private final List<ScanComponent> components;
    private final int predictor;
    private final int pointTransform;
    private final int start;

    LosslessScan(JpegHeader header, List<ScanComponent> components, int predictor, int pointTransform)
            throws PixelException {
        this.rows = header.rows();
        this.columns = header.columns();
        this.components = components;
        this.predictor = predictor;
        this.pointTransform = pointTransform;
        if (predictor < 1 || predictor > 7 || pointTransform >= header.precision()) {
            throw new PixelException("A lossless JPEG stream has the predictor " + predictor + ".");
        }
        this.start = 1 << header.precision() - pointTransform - 1;
        for (ScanComponent component : components) {
            component.requireTables(false);
            boolean subsampled = header.mostHorizontal() > 1 || header.mostVertical() > 1;
            if (subsampled && header.components().size() > 1) {
                throw new PixelException("Subsampled lossless JPEG is not decoded.");
            }
        }
    }

    void decode(BitReader in, int restartInterval) throws PixelException {
        if (restartInterval % columns != 0) {
            throw new PixelException("A lossless JPEG stream restarts within a row.");
        }
        int restartRows = restartInterval / columns;
        for (int y = 0; y < rows; y++) {
            boolean restarted = restartRows > 0 && y > 0 && y % restartRows == 0;
            if (restarted) {
                in.restart();
            }
            decodeRow(in, y, y == 0 || restarted);
        }
        if (pointTransform > 0) {
            components.forEach(this::shift);
        }
    }

    private void decodeRow(BitReader in, int y, boolean first) throws PixelException {
        for (int x = 0; x < columns; x++) {
            int at = y * columns + x;
            for (ScanComponent component : components) {
                char[] plane = component.plane();
                plane[at] = (char) (prediction(plane, at, x, first) + difference(component.dc(), in));
            }
        }
    }

    private static int difference(HuffmanTable table, BitReader in) throws PixelException {
        int length = table.next(in);
        if (length > 16) {
            throw new PixelException("A lossless JPEG stream holds a difference of " + length + " bits.");
        }
        return length == 16 ? 32768 : in.readSigned(length);
    }

    private int prediction(char[] plane, int at, int x, boolean first) {
        if (first) {
            return x == 0 ? start : plane[at - 1];
        }
        int b = plane[at - columns];
        if (x == 0) {
            return b;
        }
        int a = plane[at - 1];
        int c = plane[at - columns - 1];
        return switch (predictor) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> c;
            case 4 -> a + b - c;
            case 5 -> a + (b - c >> 1);
            case 6 -> b + (a - c >> 1);
            default -> a + b >> 1;
        };
    }

    private void shift(ScanComponent component) {
        char[] plane = component.plane();
        for (int i = 0; i < plane.length; i++) {
            plane[i] <<= pointTransform;
        }
    }
}
