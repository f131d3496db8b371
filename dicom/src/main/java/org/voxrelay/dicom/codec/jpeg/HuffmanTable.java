package org.voxrelay.dicom.codec.jpeg;

import org.voxrelay.dicom.pixel.PixelException;

/** A Huffman table as a look-up by the next 16 bits (ISO/IEC 10918-1 annex C). */
final class HuffmanTable {
    private static final int FAST = 9;

    private final byte[] fastLength = new byte[1 << FAST];
    private final byte[] fastSymbol = new byte[1 << FAST];
    private final int[] firstCode = new int[17];
    private final int[] firstIndex = new int[17];
    private final int[] counts;
    private final byte[] symbols;

    private HuffmanTable(int[] counts, byte[] symbols) {
        this.counts = counts;
        this.symbols = symbols;
    }

    static HuffmanTable read(Segments in) throws PixelException {
        int[] counts = new int[17];
        int total = 0;
        for (int length = 1; length <= 16; length++) {
            counts[length] = in.readByte();
            total += counts[length];
        }
        if (total > 256) {
            throw new PixelException("A JPEG stream has a Huffman table of more than 256 codes.");
        }
        byte[] symbols = new byte[total];
        for (int i = 0; i < total; i++) {
            symbols[i] = (byte) in.readByte();
        }
        HuffmanTable table = new HuffmanTable(counts, symbols);
        table.assignCodes();
        return table;
    }

    private void assignCodes() throws PixelException {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= 16; length++) {
            firstCode[length] = code;
            firstIndex[length] = index;
            if (code + counts[length] > 1 << length) {
                throw new PixelException("A JPEG stream has a Huffman table that is none.");
            }
            for (int i = 0; i < counts[length] && length <= FAST; i++) {
                int from = code + i << FAST - length;
                for (int bits = from; bits < from + (1 << FAST - length); bits++) {
                    fastLength[bits] = (byte) length;
                    fastSymbol[bits] = symbols[index + i];
                }
            }
            code = code + counts[length] << 1;
            index += counts[length];
        }
    }

    int next(BitReader in) throws PixelException {
        int bits = in.peek16();
        int fast = bits >>> 16 - FAST;
        if (fastLength[fast] > 0) {
            in.skip(fastLength[fast]);
            return fastSymbol[fast] & 0xFF;
        }
        for (int length = FAST + 1; length <= 16; length++) {
            int offset = (bits >>> 16 - length) - firstCode[length];
            if (offset >= 0 && offset < counts[length]) {
                in.skip(length);
                return symbols[firstIndex[length] + offset] & 0xFF;
            }
        }
        throw new PixelException("A JPEG stream holds bits that are no code.");
    }
}
