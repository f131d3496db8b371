package org.voxrelay.web.dicomweb;

import java.util.List;
import java.util.stream.IntStream;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.web.problem.Problem;

/** Frames that pictures are made of, in their order. */
final class Shots {
    /** A cine of more would be longer than anybody looks. */
    static final int MOST_IN_CINE = 1000;

    private static final long MOST = 10_000;

    private Shots() {}

    /** @param frame from 1 */
    record Shot(StoredInstance instance, int frame) {
        String location() {
            return "/dicom-web/studies/" + instance.studyInstanceUid() + "/series/" + instance.seriesInstanceUid()
                    + "/instances/" + instance.sopInstanceUid() + "/frames/" + frame + "/rendered";
        }
    }

    /** @throws Problem 400 if there are too many */
    static List<Shot> all(List<StoredInstance> instances) {
        long count = instances.stream().mapToLong(Shots::frames).sum();
        if (count > MOST) {
            throw Problem.badRequest("These are " + count + " pictures; at most " + MOST
                    + " are sent at once. Ask for one series, or for some frames.");
        }
        return instances.stream()
                .flatMap(instance ->
                        IntStream.rangeClosed(1, frames(instance)).mapToObj(frame -> new Shot(instance, frame)))
                .toList();
    }

    static List<Shot> of(StoredInstance instance, List<Integer> frames) {
        return frames.stream().map(frame -> new Shot(instance, frame)).toList();
    }

    static int frames(StoredInstance instance) {
        return Math.max(1, instance.frames().orElse(1));
    }
}
