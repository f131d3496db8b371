package org.voxrelay.dicom.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.pixel.FrameSource;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Makes pictures of frames: TYPE_BYTE_GRAY for grey images, TYPE_INT_RGB for colours, as large as the image. One frame at a
 * time is in memory. Writing them as PNG or JPEG is the caller's work.
 */
public final class Renderer {
    private final Attributes image;
    private final FrameSource frames;
    private final FrameGroups groups;

    /**
     * @param image the data set, with its tables in memory
     * @param frames its frames, decoded
     */
    public Renderer(Attributes image, FrameSource frames) {
        this.image = image;
        this.frames = frames;
        this.groups = new FrameGroups(image);
    }

    /**
     * @param frame from 0
     * @return a picture of its own
     * @throws PixelException if the frame cannot be decoded, or no picture is made of such images
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public BufferedImage render(int frame, Presentation presentation)
            throws IOException, PixelException, InterruptedException {
        ImagePixel pixel = frames.pixel();
        byte[] bytes = frames.read(frame);
        if (pixel.samplesPerPixel() > 1) {
            return new ColourPicture(pixel).render(bytes);
        }
        if (!pixel.isGrey()) {
            return new ColourPicture(pixel).renderPalette(image, bytes);
        }
        if (pixel.bitsAllocated() > 32 || image.contains(Tag.FloatPixelData)) {
            throw new PixelException("No picture is made of floating point pixels.");
        }
        return new GreyPicture(image, pixel, groups).render(frame, bytes, presentation);
    }
}
