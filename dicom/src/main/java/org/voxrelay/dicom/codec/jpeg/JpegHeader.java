package org.voxrelay.dicom.codec.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * What a JPEG stream says about itself in its frame header (ISO/IEC 10918-1 section B.2.2).
 *
 * @param process the marker's second byte: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless
 * @param precision bits a sample
 * @param components in the order of the header
 */
public record JpegHeader(int process, int precision, int rows, int columns, List<Component> components) {
    public static final int BASELINE = 0xC0;
    public static final int EXTENDED = 0xC1;
    public static final int PROGRESSIVE = 0xC2;
    public static final int LOSSLESS = 0xC3;

    /** @param table the quantization table */
    public record Component(int id, int horizontal, int vertical, int table) {}

    public JpegHeader {
        components = List.copyOf(components);
    }

    /** @throws PixelException if there is no frame header */
    public static JpegHeader of(byte[] stream) throws PixelException {
        var in = new Segments(stream);
        while (in.next()) {
            if (isFrame(in.marker())) {
                return read(in);
            }
        }
        throw new PixelException("A JPEG stream has no frame header.");
    }

    static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    static JpegHeader read(Segments in) throws PixelException {
        int precision = in.readByte();
        int rows = in.readShort();
        int columns = in.readShort();
        int count = in.readByte();
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = in.readByte();
            int factors = in.readByte();
            components.add(new Component(id, factors >> 4, factors & 15, in.readByte()));
        }
        var header = new JpegHeader(in.marker(), precision, rows, columns, components);
        boolean usual = components.stream()
                .allMatch(c -> c.horizontal() >= 1 && c.horizontal() <= 4 && c.vertical() >= 1 && c.vertical() <= 4);
        if (!usual || components.isEmpty() || components.size() > 4) {
            throw new PixelException("A JPEG stream has an unusual frame header.");
        }
        return header;
    }

    int mostHorizontal() {
        return components.stream().mapToInt(Component::horizontal).max().orElse(1);
    }

    int mostVertical() {
        return components.stream().mapToInt(Component::vertical).max().orElse(1);
    }
}
