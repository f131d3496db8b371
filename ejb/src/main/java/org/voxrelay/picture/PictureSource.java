package org.voxrelay.picture;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.image.Renderer;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.OpenImage;

/** An image that pictures are made of. */
public final class PictureSource implements Closeable {
    private static final double USUAL_MILLIS = 100;

    private final OpenImage image;
    private final Renderer renderer;
    private final Room room;

    PictureSource(OpenImage image, Room room) {
        this.image = image;
        this.renderer = image.renderer();
        this.room = room;
    }

    public int frames() {
        return image.frameCount();
    }

    /** Pixels from left to right. */
    public int columns() {
        return image.frames().pixel().columns();
    }

    /** Pixels from top to bottom. */
    public int rows() {
        return image.frames().pixel().rows();
    }

    /** The frame that stands for all, from 1: the one that the image names (PS3.3 C.7.6.6), or that in the middle. */
    public int representativeFrame() {
        int named = image.attributes().getInt(Tag.RepresentativeFrameNumber, 0);
        return named >= 1 && named <= frames() ? named : frames() / 2 + 1;
    }

    /** How long each frame is shown. */
    public Duration frameTime() {
        Attributes attributes = image.attributes();
        double rate = attributes.getDouble(
                Tag.RecommendedDisplayFrameRate, attributes.getDouble(Tag.CineRate, 1000 / USUAL_MILLIS));
        double millis = attributes.getDouble(Tag.FrameTime, 1000 / rate);
        return Duration.ofMillis(millis >= 1 && millis <= 60_000 ? (long) millis : (long) USUAL_MILLIS);
    }

    /**
     * @param frame from 1
     * @return a picture of its own
     * @throws CannotDecode if the frame is damaged, or no pictures are made of such images
     * @throws IllegalArgumentException with a sentence, if the image has no such part
     * @throws UnsupportedOperationException with a sentence, if nothing can be written here
     */
    public BufferedImage picture(int frame, Look look) throws IOException, InterruptedException {
        ImagePixel pixel = image.frames().pixel();
        long bytes = 2 * pixel.frameLength() + 4L * pixel.rows() * pixel.columns();
        long scaled = look.viewport().map(v -> 8L * v.width() * v.height()).orElse(0L);
        BufferedImage picture;
        try (Room.Taken taken = room.take(bytes + scaled)) {
            BufferedImage whole = renderer.render(frame - 1, look.presentation());
            picture = look.viewport().map(viewport -> viewport.apply(whole)).orElse(whole);
        } catch (PixelException e) {
            throw new CannotDecode(e);
        }
        Captions.draw(picture, image.attributes(), look.captions());
        return picture;
    }

    @Override
    public void close() throws IOException {
        image.close();
    }
}
