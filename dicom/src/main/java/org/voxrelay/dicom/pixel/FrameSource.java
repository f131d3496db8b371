package org.voxrelay.dicom.pixel;

import java.io.IOException;

/** Gives the frames of an image uncompressed, one at a time. */
public interface FrameSource {
    /** How the frames that this gives are laid out; not always as the data set says. */
    ImagePixel pixel();

    /**
     * @param index from 0
     * @return a frame of its own, little endian, {@link ImagePixel#frameLength} bytes
     * @throws PixelException if the frame cannot be decoded
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    byte[] read(int index) throws IOException, PixelException, InterruptedException;
}
