package org.voxrelay.dicom.pixel;

import java.io.IOException;
import java.nio.FloatBuffer;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * Reads the frames of a grey image one at a time as values after the rescale (for CT: Hounsfield units). Holds one frame;
 * for one thread.
 */
public final class RescaledFrames {
    private final PixelFormat format;
    private final FrameSource frames;

    private RescaledFrames(PixelFormat format, FrameSource frames) {
        this.format = format;
        this.frames = frames;
    }

    /**
     * @param image the header
     * @param frames its frames, uncompressed
     * @throws PixelException if the image is of an unsupported kind
     */
    public static RescaledFrames of(Attributes image, FrameSource frames) throws PixelException {
        return new RescaledFrames(PixelFormat.of(image), frames);
    }

    /**
     * Opens an image whose pixels are in memory and not compressed.
     *
     * @throws PixelException if there are none, fewer than the header says, or of an unsupported kind
     */
    public static RescaledFrames ofMemory(Attributes image) throws PixelException, IOException {
        PixelFormat format = PixelFormat.of(image);
        PixelFrames frames = PixelFrames.of(image, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, InstanceBytes.NONE);
        if (frames.isEncapsulated()) {
            throw new PixelException("The pixels of this image are compressed.");
        }
        return new RescaledFrames(format, frames);
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
     * @throws PixelException if the frame cannot be decoded
     */
    public void read(int index, FloatBuffer target) throws IOException, PixelException, InterruptedException {
        format.rescale(frames.read(index), target);
    }
}
