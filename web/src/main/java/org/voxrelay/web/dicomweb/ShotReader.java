package org.voxrelay.web.dicomweb;

import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureSource;
import org.voxrelay.picture.Pictures;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.web.dicomweb.Shots.Shot;
import org.voxrelay.web.problem.Problem;

/** Makes the pictures of some shots one after the other; what no picture can be made of is passed over. */
final class ShotReader implements Closeable {
    private final Pictures pictures;
    private final Look look;
    private final List<Shot> shots;
    private Optional<PictureSource> open = Optional.empty();
    private Optional<StoredInstance> opened = Optional.empty();
    private Optional<StoredInstance> unreadable = Optional.empty();
    private String reason = "";
    private int next;

    ShotReader(Pictures pictures, Look look, List<Shot> shots) {
        this.pictures = pictures;
        this.look = look;
        this.shots = shots;
    }

    /** A shot and its picture. */
    record Taken(Shot shot, BufferedImage picture) {}

    /**
     * The first picture, or why there is none.
     *
     * @throws Problem 406 if no picture can be made of any, 404 if the image has not so many frames
     */
    Taken first() throws IOException, InterruptedException {
        return next().orElseThrow(() -> Problem.notAcceptable("No picture can be made of this. " + reason));
    }

    /** @return empty after the last */
    Optional<Taken> next() throws IOException, InterruptedException {
        while (next < shots.size()) {
            Shot shot = shots.get(next++);
            if (unreadable.isPresent() && unreadable.get().equals(shot.instance())) {
                continue;
            }
            try {
                return Optional.of(new Taken(shot, take(shot)));
            } catch (CannotDecode e) {
                reason = reason.isEmpty() ? e.getMessage() : reason;
                unreadable = open.isPresent() ? Optional.empty() : Optional.of(shot.instance());
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest(e.getMessage());
            } catch (UnsupportedOperationException e) {
                throw Problem.notAcceptable(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private BufferedImage take(Shot shot) throws IOException, InterruptedException {
        PictureSource source = source(shot.instance());
        if (shot.frame() > source.frames()) {
            throw Problem.notFound("The instance has " + source.frames() + " frames, not " + shot.frame() + ".");
        }
        return source.picture(shot.frame(), look);
    }

    /** The image of the last picture. */
    PictureSource source() {
        return open.orElseThrow();
    }

    private PictureSource source(StoredInstance instance) throws IOException {
        if (open.isEmpty() || !opened.equals(Optional.of(instance))) {
            close();
            open = Optional.of(pictures.open(instance));
            opened = Optional.of(instance);
        }
        return open.get();
    }

    @Override
    public void close() throws IOException {
        Optional<PictureSource> closing = open;
        open = Optional.empty();
        if (closing.isPresent()) {
            closing.get().close();
        }
    }
}
