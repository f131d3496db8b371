package org.voxrelay.dicom.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.voxrelay.dicom.pixel.ImagePixel;

/** The values of a grey or palette frame as they were stored: the bits up to the High Bit, with their sign. */
final class StoredValues {
    private static final VarHandle CELLS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final ImagePixel pixel;
    private final byte[] frame;

    StoredValues(ImagePixel pixel, byte[] frame) {
        this.pixel = pixel;
        this.frame = frame;
    }

    int count() {
        return pixel.pixels();
    }

    double get(int index) {
        if (pixel.bitsAllocated() == 1) {
            return frame[index >> 3] >> (index & 7) & 1;
        }
        int bytes = pixel.bytesPerSample();
        long cell = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            cell = cell << 8 | frame[index * bytes + i] & 0xFF;
        }
        long aligned = cell << 63 - pixel.highBit();
        int unused = 64 - pixel.bitsStored();
        return pixel.signed() ? aligned >> unused : aligned >>> unused;
    }

    /**
     * The places of all values in a table of all that there can be, from the least on; only up to 16 bits stored. Pictures wait for
     * this: it is a loop over plain cells where they are whole bytes.
     */
    char[] places() {
        char[] places = new char[count()];
        int shift = pixel.highBit() + 1 - pixel.bitsStored();
        int mask = (1 << pixel.bitsStored()) - 1;
        int least = least(pixel);
        if (pixel.bitsAllocated() == 8) {
            for (int i = 0; i < places.length; i++) {
                places[i] = (char) (((frame[i] & 0xFF) >> shift) - least & mask);
            }
        } else if (pixel.bitsAllocated() == 16) {
            for (int i = 0; i < places.length; i++) {
                int cell = (char) (short) CELLS.get(frame, 2 * i);
                places[i] = (char) ((cell >> shift) - least & mask);
            }
        } else {
            for (int i = 0; i < places.length; i++) {
                places[i] = (char) ((int) get(i) - least);
            }
        }
        return places;
    }

    static int least(ImagePixel pixel) {
        return pixel.signed() ? -1 << pixel.bitsStored() - 1 : 0;
    }
}
