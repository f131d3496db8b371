package org.voxrelay.dicom.pixel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * Reads the frames of an uncompressed grey image one at a time, from the file or from memory, as values after the
 * rescale (for CT: Hounsfield units). Holds one frame; for one thread. Does not close the file.
 *
 * <p>Compressed images end in a {@link PixelException} when this object is made; decoders will stand beside this class.
 */
public final class NativeFrames {
    private final PixelFormat format;
    private final Source source;
    private final ByteBuffer frame;

    private NativeFrames(PixelFormat format, ByteOrder order, Source source) {
        this.format = format;
        this.source = source;
        this.frame = ByteBuffer.allocate((int) format.frameLength()).order(order);
    }

    /** Fills a buffer with bytes of Pixel Data, counted from its start. */
    private interface Source {
        void read(long position, ByteBuffer target) throws IOException;
    }

    /**
     * Opens an image whose Pixel Data was left in the file.
     *
     * @param image header with Pixel Data as {@link BulkData} (offset in the file) or in memory
     * @param transferSyntax of the file
     * @param file not used for pixels in memory
     * @throws PixelException if the pixels are compressed, fewer than the header says, or of an unsupported kind
     */
    public static NativeFrames of(Attributes image, TransferSyntax transferSyntax, FileChannel file)
            throws PixelException {
        if (image.getFragments(Tag.PixelData).isPresent()) {
            throw new PixelException("The compression " + transferSyntax.uid() + " is not decoded yet.");
        }
        PixelFormat format = PixelFormat.of(image);
        BulkData place = image.getBulkData(Tag.PixelData).orElse(null);
        if (place == null) {
            return ofMemory(image);
        }
        if (transferSyntax.deflated()) {
            throw new PixelException("Pixels within a deflated data set are not read from the file.");
        }
        check(format, place.length());
        ByteOrder order = transferSyntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NativeFrames(format, order, (position, target) -> {
            long from = place.offset() + position;
            while (target.hasRemaining()) {
                int count = file.read(target, from);
                if (count < 0) {
                    throw new EOFException("the file ends within its Pixel Data");
                }
                from += count;
            }
        });
    }

    /**
     * Opens an image whose Pixel Data is in memory (little endian, as data sets keep it).
     *
     * @throws PixelException if there are none, fewer than the header says, or of an unsupported kind
     */
    public static NativeFrames ofMemory(Attributes image) throws PixelException {
        byte[] bytes = image.getBytes(Tag.PixelData)
                .orElseThrow(() -> new PixelException("An image has no uncompressed Pixel Data."));
        PixelFormat format = PixelFormat.of(image);
        check(format, bytes.length);
        return new NativeFrames(
                format,
                ByteOrder.LITTLE_ENDIAN,
                (position, target) -> target.put(bytes, (int) position, target.remaining()));
    }

    public PixelFormat format() {
        return format;
    }

    /**
     * Reads one frame.
     *
     * @param index from 0
     * @param target gets rows x columns values in [y][x] order at its position, which moves on
     * @throws IOException if the file cannot be read
     */
    public void read(int index, FloatBuffer target) throws IOException {
        if (index < 0 || index >= format.frames()) {
            throw new IndexOutOfBoundsException("frame " + index + " of " + format.frames());
        }
        frame.clear();
        source.read(index * format.frameLength(), frame);
        frame.flip();
        int pixels = format.rows() * format.columns();
        double slope = format.rescaleSlope();
        double intercept = format.rescaleIntercept();
        boolean wide = format.bitsAllocated() == 16;
        for (int i = 0; i < pixels; i++) {
            int cell = wide ? frame.getShort() : frame.get();
            target.put((float) (format.stored(cell) * slope + intercept));
        }
    }

    private static void check(PixelFormat format, long length) throws PixelException {
        long wanted = format.frameLength() * format.frames();
        if (length < wanted) {
            throw new PixelException("The image has " + length + " bytes of pixels instead of " + wanted + ".");
        }
    }
}
