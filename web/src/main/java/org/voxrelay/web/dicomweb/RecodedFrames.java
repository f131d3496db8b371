package org.voxrelay.web.dicomweb;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.FrameParts.BeforeFrame;
import org.voxrelay.retrieve.Images;
import org.voxrelay.retrieve.OpenImage;
import org.voxrelay.web.problem.Problem;

/** Frames that are decoded on their way, one at a time. The first is there before the answer begins. */
final class RecodedFrames implements FrameOutput {
    private final Images images;
    private final StoredInstance instance;
    private final List<Integer> numbers;
    private final String syntaxUid;
    private final byte[] first;

    private RecodedFrames(
            Images images, StoredInstance instance, List<Integer> numbers, String syntaxUid, byte[] first) {
        this.images = images;
        this.instance = instance;
        this.numbers = numbers;
        this.syntaxUid = syntaxUid;
        this.first = first;
    }

    /**
     * @throws Problem 404 if there is no such frame, 406 if the first cannot be decoded
     */
    static RecodedFrames open(Images images, StoredInstance instance, List<Integer> numbers, String syntaxUid)
            throws IOException {
        try (OpenImage image = images.open(instance)) {
            for (int number : numbers) {
                if (number > image.frameCount()) {
                    throw Problem.notFound("The instance has " + image.frameCount() + " frames, not " + number + ".");
                }
            }
            byte[] first = image.frame(numbers.get(0), syntaxUid);
            return new RecodedFrames(images, instance, numbers, syntaxUid, first);
        } catch (CannotDecode e) {
            throw Problem.notAcceptable(e.getMessage() + " transfer-syntax=* takes the frame as stored.");
        }
    }

    @Override
    public void writeTo(OutputStream out, BeforeFrame before) throws IOException {
        before.begin(0);
        out.write(first);
        if (numbers.size() == 1) {
            return;
        }
        try (OpenImage image = images.open(instance)) {
            for (int i = 1; i < numbers.size(); i++) {
                byte[] frame = image.frame(numbers.get(i), syntaxUid);
                before.begin(i);
                out.write(frame);
            }
        }
    }

    /** Of a single frame: the others are not decoded yet. */
    @Override
    public Optional<List<Long>> lengths() {
        return numbers.size() == 1 ? Optional.of(List.of((long) first.length)) : Optional.empty();
    }
}
