package org.voxrelay.dicom.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.YbrFull;

/** Colour frames: RGB, luminance and colour differences, or a palette (PS3.3 C.7.6.3.1.2). */
final class ColourPicture {
    private final ImagePixel pixel;

    ColourPicture(ImagePixel pixel) {
        this.pixel = pixel;
    }

    BufferedImage renderPalette(Attributes image, byte[] frame) throws PixelException {
        Palette palette = new Palette(image, pixel.signed());
        StoredValues stored = new StoredValues(pixel, frame);
        BufferedImage picture = blank();
        int[] rgb = pixels(picture);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = palette.rgb(stored.get(i));
        }
        return picture;
    }

    BufferedImage render(byte[] frame) throws PixelException {
        byte[] samples = pixel.isSubsampled() ? YbrFull.expand422(pixel, frame) : together(frame);
        if (pixel.isYbrFull()) {
            YbrFull.toRgb(samples);
        } else if (!pixel.photometricInterpretation().equals("RGB")) {
            throw new PixelException("No picture is made of " + pixel.photometricInterpretation() + ".");
        }
        BufferedImage picture = blank();
        int[] rgb = pixels(picture);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (samples[3 * i] & 0xFF) << 16 | (samples[3 * i + 1] & 0xFF) << 8 | samples[3 * i + 2] & 0xFF;
        }
        return picture;
    }

    /** @return the upper 8 of the stored bits, samples of a pixel together */
    private byte[] together(byte[] frame) throws PixelException {
        if (pixel.samplesPerPixel() != 3 || pixel.bitsAllocated() > 16) {
            throw new PixelException("No picture is made of " + pixel.samplesPerPixel() + " samples of "
                    + pixel.bitsAllocated() + " bits.");
        }
        byte[] samples = new byte[3 * pixel.pixels()];
        int bytes = pixel.bytesPerSample();
        for (int i = 0; i < samples.length; i++) {
            int at = bytes * (pixel.planar() ? i % 3 * pixel.pixels() + i / 3 : i);
            int cell = bytes == 1 ? frame[at] & 0xFF : frame[at] & 0xFF | (frame[at + 1] & 0xFF) << 8;
            int stored = cell << 31 - pixel.highBit() >>> 32 - pixel.bitsStored();
            samples[i] = (byte) (pixel.bitsStored() > 8 ? stored >> pixel.bitsStored() - 8 : stored);
        }
        return samples;
    }

    private BufferedImage blank() {
        return new BufferedImage(pixel.columns(), pixel.rows(), BufferedImage.TYPE_INT_RGB);
    }

    private static int[] pixels(BufferedImage picture) {
        return ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    }
}
