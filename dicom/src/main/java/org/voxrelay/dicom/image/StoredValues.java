package org.voxrelay.dicom.image;

import org.voxrelay.dicom.pixel.ImagePixel;

/** The values of a grey or palette frame as they were stored: the bits up to the High Bit, with their sign. */
final class StoredValues {
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

    /** @return the place of a value in a table of all that there can be; only up to 16 bits stored */
    int place(int index) {
        return (int) get(index) - least(pixel);
    }

    static int least(ImagePixel pixel) {
        return pixel.signed() ? -1 << pixel.bitsStored() - 1 : 0;
    }
}
