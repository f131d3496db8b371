package org.voxrelay.web.dicomweb;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.voxrelay.dicom.image.Window;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureFormat;
import org.voxrelay.picture.Viewport;
import org.voxrelay.picture.Viewport.Region;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** The query parameters of the URI Service (PS3.18 tables 9.4.1-1 and 9.5.1-1). */
final class UriQuery {
    /** What would change the answer and is not done here; to leave it undone in silence would be wrong. */
    private static final List<String> NOT_DONE = List.of("anonymize", "presentationUID", "presentationSeriesUID");

    private static final int LONGEST_SIDE = 8192;

    private final Asked asked;

    UriQuery(Asked asked) {
        this.asked = asked;
    }

    /** @throws Problem 400 if it is no request of this service, or wants what is not done here */
    void requireSupported() {
        if (!asked.query("requestType").orElse("").equals("WADO")) {
            throw Problem.badRequest("The parameter requestType is WADO.");
        }
        for (String name : NOT_DONE) {
            if (asked.query(name).isPresent()) {
                throw Problem.badRequest("The parameter " + name + " is not supported.");
            }
        }
    }

    /** @throws Problem 400 if it is missing */
    String required(String name) {
        return asked.query(name).orElseThrow(() -> Problem.badRequest("The parameter " + name + " is missing."));
    }

    /** By the parameter contentType, or else by the Accept header; a JPEG if both leave it open. */
    Representation form() {
        List<Representation> offers = Stream.concat(
                        Stream.of(PictureFormat.values()).map(format -> Representation.single(format.mediaType())),
                        Stream.of(Representation.single(MediaTypes.DICOM)))
                .toList();
        Accept accept = asked.query("contentType")
                .map(types -> Accept.of(List.of(types.strip().replace(' ', '+')), List.of()))
                .orElseGet(asked::accept);
        return accept.bestType(offers)
                .orElseThrow(() -> Problem.notAcceptable(
                        "An instance is sent as application/dicom, image/jpeg, image/png or image/gif."));
    }

    /** What a file's transfer syntax may be (PS3.18 section 9.4.1.2.2). */
    Accept fileSyntax() {
        String parameter = asked.query("transferSyntax")
                .map(uid -> "; transfer-syntax=\"" + uid.replace("\"", "") + '"')
                .orElse("");
        return Accept.of(List.of(MediaTypes.DICOM + parameter), List.of());
    }

    /** @throws Problem 400 if it is no number from 1 on */
    Optional<Integer> frame() {
        return asked.query("frameNumber").map(FrameList::parse).map(numbers -> numbers.get(0));
    }

    /** All that shapes the picture. */
    String fingerprint() {
        return new TreeMap<>(asked.uris().getQueryParameters()).toString();
    }

    /**
     * @param columns of the image
     * @param rows of the image
     * @throws Problem 400 if a parameter makes no sense
     */
    Look look(int columns, int rows) {
        try {
            return new Look(
                    window(),
                    viewport(columns, rows),
                    asked.query("imageQuality").map(PictureRequest::quality).orElse(OptionalInt.empty()),
                    asked.query("annotation").map(PictureRequest::captions).orElse(Set.of()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    private Optional<Window> window() {
        Optional<String> center = asked.query("windowCenter");
        Optional<String> width = asked.query("windowWidth");
        if (center.isPresent() != width.isPresent()) {
            throw new IllegalArgumentException("The parameters windowCenter and windowWidth come together.");
        }
        return center.map(value -> PictureRequest.window(value, width.get(), "linear"));
    }

    private Optional<Viewport> viewport(int columns, int rows) {
        Optional<Region> region = asked.query("region").map(text -> region(text, columns, rows));
        Optional<Integer> width = asked.query("columns").map(PictureRequest::size);
        Optional<Integer> height = asked.query("rows").map(PictureRequest::size);
        if (width.isEmpty() && height.isEmpty()) {
            return region.map(part -> new Viewport(side(part.width()), side(part.height()), region, true));
        }
        return Optional.of(new Viewport(width.orElse(LONGEST_SIDE), height.orElse(LONGEST_SIDE), region, true));
    }

    private static int side(double pixels) {
        return (int) Math.max(1, Math.min(LONGEST_SIDE, Math.round(pixels)));
    }

    /** Left, top, right and bottom, each as a part of the image from 0 to 1. */
    private static Region region(String text, int columns, int rows) {
        String[] fields = text.split(",", -1);
        double[] edges = new double[4];
        for (int i = 0; i < 4; i++) {
            boolean number =
                    fields.length == 4 && fields[i].strip().matches("0(\\.\\d{1,9})?|1(\\.0{1,9})?|\\.\\d{1,9}");
            edges[i] = number ? Double.parseDouble(fields[i].strip()) : -1;
        }
        if (edges[0] < 0 || edges[1] < 0 || edges[2] <= edges[0] || edges[3] <= edges[1]) {
            throw new IllegalArgumentException("A region is left,top,right,bottom, each from 0 to 1.");
        }
        return new Region(
                edges[0] * columns, edges[1] * rows, (edges[2] - edges[0]) * columns, (edges[3] - edges[1]) * rows);
    }
}
