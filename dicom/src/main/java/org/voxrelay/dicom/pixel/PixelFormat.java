package org.voxrelay.dicom.pixel;

import java.nio.FloatBuffer;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * How stored pixels become values: the Image Pixel and Modality LUT modules of a grey image (PS3.3 C.7.6.3, C.11.1).
 *
 * @param bitsAllocated 8 or 16
 * @param bitsStored 1 to bitsAllocated
 * @param highBit the most significant stored bit; bits outside the stored ones (old overlays) are ignored
 * @param signed whether stored values are in two's complement
 * @param frames 1 or more
 */
public record PixelFormat(
        int rows,
        int columns,
        int frames,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        double rescaleSlope,
        double rescaleIntercept) {

    /** @throws PixelException if the image is not grey with 8 or 16 bits, or its description contradicts itself */
    public static PixelFormat of(Attributes image) throws PixelException {
        int bitsAllocated = image.getInt(Tag.BitsAllocated, 0);
        int bitsStored = image.getInt(Tag.BitsStored, bitsAllocated);
        PixelFormat format = new PixelFormat(
                image.getInt(Tag.Rows, 0),
                image.getInt(Tag.Columns, 0),
                image.containsValue(Tag.NumberOfFrames) ? image.getInt(Tag.NumberOfFrames, 0) : 1,
                bitsAllocated,
                bitsStored,
                image.getInt(Tag.HighBit, bitsStored - 1),
                image.getInt(Tag.PixelRepresentation, 0) == 1,
                rescale(image, Tag.RescaleSlope, 1),
                rescale(image, Tag.RescaleIntercept, 0));
        if (image.getInt(Tag.SamplesPerPixel, 1) != 1) {
            throw new PixelException("Colour images are not read as values.");
        }
        if (!image.getItems(Tag.ModalityLUTSequence).isEmpty()) {
            throw new PixelException("A Modality LUT in place of Rescale Slope and Intercept is not supported yet.");
        }
        format.check();
        return format;
    }

    /** Bytes of one frame. */
    public long frameLength() {
        return (long) rows * columns * (bitsAllocated / 8);
    }

    /**
     * Reads one frame.
     *
     * @param frame uncompressed, little endian
     * @param target gets rows x columns values in [y][x] order, after the rescale, at its position, which moves on
     */
    void rescale(byte[] frame, FloatBuffer target) {
        boolean wide = bitsAllocated == 16;
        for (int i = 0; i < rows * columns; i++) {
            int cell = wide ? frame[2 * i] & 0xFF | (frame[2 * i + 1] & 0xFF) << 8 : frame[i];
            target.put((float) (stored(cell) * rescaleSlope + rescaleIntercept));
        }
    }

    /** The value of a pixel as it was stored, before the rescale. */
    int stored(int cell) {
        int aligned = cell << (31 - highBit);
        return signed ? aligned >> (32 - bitsStored) : aligned >>> (32 - bitsStored);
    }

    private void check() throws PixelException {
        if (rows < 1 || columns < 1 || frames < 1) {
            throw new PixelException(
                    "An image of " + columns + " x " + rows + " pixels and " + frames + " frames holds no pixels.");
        }
        if (bitsAllocated != 8 && bitsAllocated != 16) {
            throw new PixelException("Images of " + bitsAllocated + " bits allocated are not read as values.");
        }
        if (bitsStored < 1 || highBit >= bitsAllocated || highBit < bitsStored - 1) {
            throw new PixelException("Bits Stored " + bitsStored + " and High Bit " + highBit + " do not fit into "
                    + bitsAllocated + " bits.");
        }
        if (frameLength() > Integer.MAX_VALUE / 2) {
            throw new PixelException("A frame of " + columns + " x " + rows + " pixels is too large.");
        }
    }

    private static double rescale(Attributes image, int tag, double usual) throws PixelException {
        if (!image.containsValue(tag)) {
            return usual;
        }
        double value = image.getDouble(tag, Double.NaN);
        if (!Double.isFinite(value)) {
            throw new PixelException("The Rescale Slope or Intercept of an image is not a number.");
        }
        return value;
    }
}
