package org.voxrelay.dicom.image;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.pixel.PixelException;

/** A look-up table with its descriptor (PS3.3 C.11.1.1, C.7.6.3.1.5): at most 65536 entries of 8 to 16 bits. */
public final class LookupTable {
    private final int first;
    private final int bits;
    private final char[] entries;

    /** @param entries at least one; handed over */
    LookupTable(int first, int bits, char[] entries) {
        this.first = first;
        this.bits = bits;
        this.entries = entries;
    }

    /**
     * Reads an item of a Modality LUT, VOI LUT or Presentation LUT Sequence.
     *
     * @param signed whether a first value that came without a sign (VR US) has one all the same
     * @throws PixelException if the descriptor is none or the data do not fill it
     */
    public static LookupTable of(Attributes item, boolean signed) throws PixelException {
        Descriptor descriptor = Descriptor.of(item, Tag.LUTDescriptor, signed);
        byte[] data = item.getBytes(Tag.LUTData).orElse(new byte[0]);
        return new LookupTable(descriptor.first(), descriptor.bits(), entries(descriptor, data));
    }

    /** The three numbers in front of a table. */
    record Descriptor(int count, int first, int bits) {
        static Descriptor of(Attributes item, int tag, boolean signed) throws PixelException {
            int[] numbers = item.getInts(tag);
            if (numbers.length != 3) {
                throw new PixelException("A look-up table has no descriptor of three numbers.");
            }
            int count = (numbers[0] & 0xFFFF) == 0 ? 65536 : numbers[0] & 0xFFFF;
            int first = signed ? (short) numbers[1] : numbers[1]; // VR SS gives a sign of its own
            if (numbers[2] < 8 || numbers[2] > 16) {
                throw new PixelException("A look-up table has entries of " + numbers[2] + " bits.");
            }
            return new Descriptor(count, first, numbers[2]);
        }
    }

    /** Entries of 16 bits, or of 8 bits where there are only so many bytes. */
    static char[] entries(Descriptor descriptor, byte[] data) throws PixelException {
        int count = descriptor.count();
        boolean narrow = data.length < 2 * count;
        if (data.length < count || narrow && descriptor.bits() > 8) {
            throw new PixelException("A look-up table of " + count + " entries has " + data.length + " bytes.");
        }
        char[] entries = new char[count];
        for (int i = 0; i < count; i++) {
            entries[i] = (char) (narrow ? data[i] & 0xFF : data[2 * i] & 0xFF | (data[2 * i + 1] & 0xFF) << 8);
        }
        return entries;
    }

    /** @return the entry of a value, of the first or the last one for values outside */
    public int get(double value) {
        return entries[(int) Math.max(0, Math.min(entries.length - 1L, Math.round(value - first)))];
    }

    /** @return the entry at this part of the table, from 0 to 1 */
    int atPart(double part) {
        return entries[(int) Math.round(part * (entries.length - 1))];
    }

    /** The largest number that an entry has bits for, or the largest entry if that is more. */
    int most() {
        int most = (1 << bits) - 1;
        for (char entry : entries) {
            most = Math.max(most, entry);
        }
        return most;
    }
}
