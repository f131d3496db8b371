package org.voxrelay.dicom.codec.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.codec.jpeg.JpegHeader.Component;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Decodes extended sequential (SOF1, 8 and 12 bits) and lossless JPEG (SOF3, 2 to 16 bits, all predictors) with Huffman
 * coding. Time and memory are bounded by the lengths of stream and image. Strict: what is cut off is an error.
 */
public final class JpegDecoder {
    private static final int TABLES = 0xC4;
    private static final int QUANTIZATION = 0xDB;
    private static final int RESTART_INTERVAL = 0xDD;

    private final JpegHeader header;
    private final char[][] planes;
    private final boolean[] done;
    private final HuffmanTable[] dcTables = new HuffmanTable[4];
    private final HuffmanTable[] acTables = new HuffmanTable[4];
    private final int[][] quantization = new int[4][];
    private int restartInterval;

    private JpegDecoder(JpegHeader header) {
        this.header = header;
        this.planes = new char[header.components().size()][];
        this.done = new boolean[planes.length];
    }

    /**
     * @param maxSamples rows x columns x components; more is refused before anything is reserved
     * @return samples of a pixel together, in [y][x][component] order, unsigned
     */
    public static char[] decode(byte[] stream, long maxSamples) throws PixelException {
        JpegHeader header = JpegHeader.of(stream);
        boolean known = header.process() == JpegHeader.LOSSLESS && header.precision() >= 2 && header.precision() <= 16
                || header.process() <= JpegHeader.EXTENDED && (header.precision() == 8 || header.precision() == 12);
        if (!known) {
            throw new PixelException("JPEG process 0xFF" + Integer.toHexString(header.process()) + " with "
                    + header.precision() + " bits is not decoded.");
        }
        long samples =
                (long) header.rows() * header.columns() * header.components().size();
        if (samples < 1 || samples > maxSamples) {
            throw new PixelException("A JPEG stream of " + header.columns() + " x " + header.rows()
                    + " pixels is not what its image says.");
        }
        JpegDecoder decoder = new JpegDecoder(header);
        decoder.readSegments(new Segments(stream));
        return decoder.interleave();
    }

    private void readSegments(Segments in) throws PixelException {
        boolean inFrame = false;
        while (in.next()) {
            if (JpegHeader.isFrame(in.marker())) {
                if (inFrame) {
                    throw new PixelException("A JPEG stream has two frames.");
                }
                inFrame = true;
            } else if (in.marker() == TABLES) {
                readHuffmanTables(in);
            } else if (in.marker() == QUANTIZATION) {
                readQuantization(in);
            } else if (in.marker() == RESTART_INTERVAL) {
                restartInterval = in.readShort();
            } else if (in.isScan() && inFrame) {
                readScan(in);
            }
        }
        for (boolean one : done) {
            if (!one) {
                throw new PixelException("A JPEG stream is cut off.");
            }
        }
    }

    private void readHuffmanTables(Segments in) throws PixelException {
        while (in.hasMore()) {
            int place = in.readByte();
            HuffmanTable[] tables = place >> 4 == 0 ? dcTables : acTables;
            if (place >> 4 > 1 || (place & 15) > 3) {
                throw new PixelException("A JPEG stream has an unusual Huffman table.");
            }
            tables[place & 15] = HuffmanTable.read(in);
        }
    }

    private void readQuantization(Segments in) throws PixelException {
        while (in.hasMore()) {
            int place = in.readByte();
            if ((place & 15) > 3) {
                throw new PixelException("A JPEG stream has an unusual quantization table.");
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[i] = place >> 4 == 0 ? in.readByte() : in.readShort();
            }
            quantization[place & 15] = table;
        }
    }

    private void readScan(Segments in) throws PixelException {
        int count = in.readByte();
        List<ScanComponent> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            components.add(component(in.readByte(), in.readByte()));
        }
        int start = in.readByte();
        in.readByte();
        int pointTransform = in.readByte() & 15;
        if (components.isEmpty()) {
            throw new PixelException("A scan of a JPEG stream has no components.");
        }
        if (header.process() == JpegHeader.LOSSLESS) {
            new LosslessScan(header, components, start, pointTransform).decode(in.bits(), restartInterval);
        } else {
            new SequentialScan(header, components).decode(in.bits(), restartInterval);
        }
    }

    /** Each component comes once: no stream keeps us busy by repeating itself. */
    private ScanComponent component(int id, int tables) throws PixelException {
        for (int i = 0; i < planes.length; i++) {
            Component component = header.components().get(i);
            if (component.id() == id && !done[i]) {
                done[i] = true;
                planes[i] = new char[header.rows() * header.columns()];
                return new ScanComponent(
                        component,
                        dcTables[tables >> 4 & 3],
                        acTables[tables & 3],
                        quantization[component.table() & 3],
                        planes[i]);
            }
        }
        throw new PixelException("A scan of a JPEG stream has a component that is unknown or came before.");
    }

    private char[] interleave() {
        if (planes.length == 1) {
            return planes[0];
        }
        char[] samples = new char[header.rows() * header.columns() * planes.length];
        for (int c = 0; c < planes.length; c++) {
            for (int i = 0; i < planes[c].length; i++) {
                samples[i * planes.length + c] = planes[c][i];
            }
        }
        return samples;
    }
}
