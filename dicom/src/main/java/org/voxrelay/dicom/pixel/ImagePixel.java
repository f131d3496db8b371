package org.voxrelay.dicom.pixel;

import java.util.Locale;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * How the pixels of an image are laid out: the Image Pixel module (PS3.3 C.7.6.3), checked once.
 *
 * @param rows 1 to 65535
 * @param columns 1 to 65535
 * @param frames 1 or more
 * @param samplesPerPixel 1, 3 or 4
 * @param bitsAllocated 1, 8, 16, 32 or 64
 * @param bitsStored 1 to bitsAllocated
 * @param highBit the most significant stored bit
 * @param signed whether stored values are in two's complement
 * @param planar whether samples of one kind lie together (Planar Configuration 1); false for one sample a pixel
 * @param photometricInterpretation in upper case, MONOCHROME2 where it is missing
 */
public record ImagePixel(
        int rows,
        int columns,
        int frames,
        int samplesPerPixel,
        int bitsAllocated,
        int bitsStored,
        int highBit,
        boolean signed,
        boolean planar,
        String photometricInterpretation) {
    /** Larger frames are stored and sent, but not decoded. */
    public static final long MAX_FRAME_BYTES = 512L << 20;

    private static final int MAX_SIDE = 65535;

    /** @throws PixelException if there is no image, or its description contradicts itself */
    public static ImagePixel of(Attributes image) throws PixelException {
        int samples = image.getInt(Tag.SamplesPerPixel, 1);
        int bitsAllocated = image.getInt(Tag.BitsAllocated, defaultBits(image));
        int bitsStored = image.getInt(Tag.BitsStored, bitsAllocated);
        ImagePixel pixel = new ImagePixel(
                image.getInt(Tag.Rows, 0),
                image.getInt(Tag.Columns, 0),
                image.containsValue(Tag.NumberOfFrames) ? image.getInt(Tag.NumberOfFrames, 0) : 1,
                samples,
                bitsAllocated,
                bitsStored,
                image.getInt(Tag.HighBit, bitsStored - 1),
                image.getInt(Tag.PixelRepresentation, 0) == 1,
                samples > 1 && image.getInt(Tag.PlanarConfiguration, 0) == 1,
                image.getString(Tag.PhotometricInterpretation, samples > 1 ? "RGB" : "MONOCHROME2")
                        .strip()
                        .toUpperCase(Locale.ROOT));
        pixel.check();
        return pixel;
    }

    private static int defaultBits(Attributes image) {
        if (image.contains(Tag.DoubleFloatPixelData)) {
            return 64;
        }
        return image.contains(Tag.FloatPixelData) ? 32 : 0;
    }

    private void check() throws PixelException {
        if (rows < 1 || columns < 1 || frames < 1 || rows > MAX_SIDE || columns > MAX_SIDE) {
            throw new PixelException(
                    "An image of " + columns + " x " + rows + " pixels and " + frames + " frames cannot be decoded.");
        }
        if (samplesPerPixel != 1 && samplesPerPixel != 3 && samplesPerPixel != 4) {
            throw new PixelException("An image of " + samplesPerPixel + " samples a pixel cannot be decoded.");
        }
        boolean usual = bitsAllocated == 8 || bitsAllocated == 16 || bitsAllocated == 32 || bitsAllocated == 64;
        if (!usual && (bitsAllocated != 1 || samplesPerPixel != 1)) {
            throw new PixelException("An image of " + bitsAllocated + " bits allocated cannot be decoded.");
        }
        if (bitsStored < 1 || highBit >= bitsAllocated || highBit < bitsStored - 1) {
            throw new PixelException("Bits Stored " + bitsStored + " and High Bit " + highBit + " do not fit into "
                    + bitsAllocated + " bits.");
        }
        if (isSubsampled() && (bitsAllocated != 8 || samplesPerPixel != 3)) {
            throw new PixelException("YBR_FULL_422 has three samples of 8 bits.");
        }
    }

    /** @throws PixelException if a frame has more than {@link #MAX_FRAME_BYTES} bytes */
    public void requireDecodable() throws PixelException {
        if (frameLength() > MAX_FRAME_BYTES) {
            throw new PixelException("A frame of " + columns + " x " + rows + " pixels is too large to be decoded.");
        }
    }

    /** Pixels of one frame, where it is small enough to be decoded. */
    public int pixels() {
        return Math.toIntExact((long) rows * columns);
    }

    /** Bytes of a sample in memory, 1 for single bits. */
    public int bytesPerSample() {
        return Math.max(1, bitsAllocated / 8);
    }

    /** Bytes of one frame as uncompressed Pixel Data hold it; a last byte that is not full counts (PS3.5 section 8.1.1). */
    public long frameLength() {
        long perRow = isSubsampled() ? (columns + 1) / 2 * 4L : (long) columns * samplesPerPixel;
        return (perRow * bitsAllocated * rows + 7) / 8;
    }

    /** Bytes of all frames; single bits of a frame follow those of the frame before without a gap. */
    public long totalLength() {
        return bitsAllocated == 1
                ? Math.addExact(Math.multiplyExact((long) rows * columns, (long) frames), 7) / 8
                : Math.multiplyExact(frameLength(), (long) frames);
    }

    /** Two pixels share their colour difference samples (PS3.3 C.7.6.3.1.2). */
    public boolean isSubsampled() {
        return photometricInterpretation.equals("YBR_FULL_422");
    }

    /** Whether samples are luminance and colour differences in the full range. */
    public boolean isYbrFull() {
        return photometricInterpretation.startsWith("YBR_FULL");
    }

    public boolean isGrey() {
        return samplesPerPixel == 1 && !photometricInterpretation.equals("PALETTE COLOR");
    }

    /** @return the same, as other software wrote it: with its samples together, in another colour space */
    public ImagePixel with(boolean newPlanar, String newPhotometricInterpretation) {
        return new ImagePixel(
                rows,
                columns,
                frames,
                samplesPerPixel,
                bitsAllocated,
                bitsStored,
                highBit,
                signed,
                newPlanar,
                newPhotometricInterpretation);
    }
}
