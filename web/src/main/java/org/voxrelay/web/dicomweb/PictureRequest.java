package org.voxrelay.web.dicomweb;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.voxrelay.dicom.image.Window;
import org.voxrelay.picture.Caption;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.Viewport;
import org.voxrelay.web.problem.Problem;

/** Query parameters of rendered resources (PS3.18 section 8.3.5). */
final class PictureRequest {
    private static final int THUMBNAIL_SIDE = 128;
    private static final List<String> NAMES = List.of("viewport", "window", "quality", "annotation");

    private PictureRequest() {}

    /** @throws Problem 400 if a parameter makes no sense */
    static Look look(Asked asked) {
        try {
            return new Look(
                    asked.query("window").map(PictureRequest::window),
                    asked.query("viewport").map(PictureRequest::viewport),
                    asked.query("quality").map(PictureRequest::quality).orElse(OptionalInt.empty()),
                    asked.query("annotation").map(PictureRequest::captions).orElse(Set.of()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    /** Of a thumbnail only the size is chosen (PS3.18 section 10.4.1.1.4). */
    static Look thumbnail(Asked asked) {
        Viewport size = look(asked)
                .viewport()
                .map(wanted -> Viewport.within(wanted.width(), wanted.height()))
                .orElse(Viewport.within(THUMBNAIL_SIDE, THUMBNAIL_SIDE));
        return new Look(Optional.empty(), Optional.of(size), OptionalInt.empty(), Set.of());
    }

    /** What of a request shapes the picture. */
    static String fingerprint(Asked asked) {
        return NAMES.stream().map(name -> asked.query(name).orElse("")).toList().toString();
    }

    private static Window window(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length == 2 || fields.length == 3) {
            String name = fields.length == 2 ? "linear" : fields[2].strip().toLowerCase(Locale.ROOT);
            return window(fields[0], fields[1], name.replace('_', '-'));
        }
        throw new IllegalArgumentException("A window is center,width,function.");
    }

    /** @param function of PS3.18 section 8.3.5.1.4 */
    static Window window(String center, String width, String function) {
        Window.Function known = switch (function) {
            case "linear" -> Window.Function.LINEAR;
            case "linear-exact" -> Window.Function.LINEAR_EXACT;
            case "sigmoid" -> Window.Function.SIGMOID;
            default -> throw new IllegalArgumentException("A window's function is linear, linear-exact or sigmoid.");
        };
        try {
            return new Window(Double.parseDouble(center), Double.parseDouble(width), known);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("A window's center and width are numbers, its width at least 1.", e);
        }
    }

    private static Viewport viewport(String text) {
        String[] fields = text.split(",", -1);
        if (fields.length != 2 && fields.length != 6) {
            throw new IllegalArgumentException("A viewport is width,height or width,height,sx,sy,sw,sh.");
        }
        Optional<Viewport.Region> region = fields.length == 2
                ? Optional.empty()
                : Optional.of(new Viewport.Region(
                        coordinate(fields[2]), coordinate(fields[3]), coordinate(fields[4]), coordinate(fields[5])));
        return new Viewport(size(fields[0]), size(fields[1]), region, true);
    }

    /** @return a number that no picture's side is, for what is no number of pixels */
    static int size(String text) {
        return text.strip().matches("\\d{1,9}") ? Integer.parseInt(text.strip()) : 0;
    }

    private static double coordinate(String text) {
        if (text.isBlank()) {
            return 0;
        }
        if (!text.strip().matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException("A viewport's source region is four numbers of pixels.");
        }
        return Double.parseDouble(text.strip());
    }

    static OptionalInt quality(String text) {
        return OptionalInt.of(size(text));
    }

    /** Words that are none of these are ignored, as the Standard wants. */
    static Set<Caption> captions(String text) {
        Set<Caption> captions = EnumSet.noneOf(Caption.class);
        for (String word : text.toLowerCase(Locale.ROOT).split(",")) {
            if (word.strip().equals("patient")) {
                captions.add(Caption.PATIENT);
            } else if (word.strip().equals("technique")) {
                captions.add(Caption.TECHNIQUE);
            }
        }
        return captions;
    }
}
