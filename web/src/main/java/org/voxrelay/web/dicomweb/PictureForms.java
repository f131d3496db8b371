package org.voxrelay.web.dicomweb;

import java.util.List;
import java.util.stream.Stream;
import org.voxrelay.picture.PictureFormat;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** The rendered media types (PS3.18 table 8.7.4-1) and the choice among them. */
final class PictureForms {
    private static final List<Representation> SINGLES = Stream.of(PictureFormat.values())
            .map(format -> Representation.single(format.mediaType()))
            .toList();
    private static final List<Representation> PARTS = Stream.of(PictureFormat.values())
            .map(format -> Representation.parts(format.mediaType()))
            .toList();
    private static final Representation CINE = Representation.single(PictureFormat.GIF.mediaType());

    private PictureForms() {}

    /** Of one picture. */
    static Representation ofOne(Accept accept) {
        return choose(accept, Stream.concat(SINGLES.stream(), PARTS.stream()).toList(), "A picture is sent as ");
    }

    /** Of one picture that may not come in a part. */
    static Representation ofThumbnail(Accept accept) {
        return choose(accept, SINGLES, "A thumbnail is sent as ");
    }

    /** Of the frames of one image: one picture that moves, a picture each, or the one that stands for all. */
    static Representation ofFrames(Accept accept, int count) {
        Stream<Representation> cine = count <= Shots.MOST_IN_CINE ? Stream.of(CINE) : Stream.of();
        Stream<Representation> singles = SINGLES.stream().filter(form -> !form.equals(CINE));
        return choose(
                accept,
                Stream.of(cine, PARTS.stream(), singles).flatMap(forms -> forms).toList(),
                "The frames are sent as ");
    }

    /** Of several images. */
    static Representation ofMany(Accept accept, int count) {
        Stream<Representation> cine = count <= Shots.MOST_IN_CINE ? Stream.of(CINE) : Stream.of();
        return choose(
                accept,
                Stream.concat(PARTS.stream(), cine).toList(),
                "One picture for all is the thumbnail; the pictures are sent as ");
    }

    private static Representation choose(Accept accept, List<Representation> offers, String sentence) {
        return accept.best(offers)
                .orElseThrow(() -> Problem.notAcceptable(sentence
                        + String.join(
                                ", ", offers.stream().map(PictureForms::name).toList()) + "."));
    }

    private static String name(Representation form) {
        return form.multipart() ? "multipart/related; type=\"" + form.type() + "\"" : form.type();
    }
}
