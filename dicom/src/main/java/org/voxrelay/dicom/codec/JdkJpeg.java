package org.voxrelay.dicom.codec;

import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** Sequential and progressive JPEG of 8 bits by the JDK's own reader, without its guesses at colour. */
final class JdkJpeg {
    private JdkJpeg() {}

    static void decode(ImagePixel pixel, ByteBuffer in, ByteBuffer out) throws PixelException, IOException {
        byte[] stream = new byte[in.remaining()];
        in.get(stream);
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        ImageIO.setUseCache(false);
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(stream))) {
            reader.setInput(input, true, true);
            if (reader.getWidth(0) != pixel.columns() || reader.getHeight(0) != pixel.rows()) {
                throw new PixelException("A JPEG stream is of another size than its image.");
            }
            CutOff cutOff = new CutOff();
            reader.addIIOReadWarningListener(cutOff);
            Raster raster = reader.readRaster(0, null);
            if (cutOff.happened()) {
                throw new PixelException("A JPEG stream is cut off or damaged.");
            }
            copy(raster, pixel, out);
        } finally {
            reader.dispose();
        }
    }

    private static void copy(Raster raster, ImagePixel pixel, ByteBuffer out) throws PixelException {
        if (raster.getNumBands() != pixel.samplesPerPixel()) {
            throw new PixelException("A JPEG stream has " + raster.getNumBands() + " components instead of "
                    + pixel.samplesPerPixel() + ".");
        }
        if (raster.getDataBuffer() instanceof DataBufferByte bytes
                && raster.getSampleModel() instanceof PixelInterleavedSampleModel
                && bytes.getData().length == out.remaining()) {
            out.put(bytes.getData());
            return;
        }
        int[] row = new int[raster.getWidth() * raster.getNumBands()];
        Cells.Sink sink = Cells.sink(pixel, 8, out);
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int sample : raster.getPixels(0, y, raster.getWidth(), 1, row)) {
                sink.put(sample);
            }
        }
    }
}
