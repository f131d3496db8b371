package org.voxrelay.dicom.image;

import java.util.Optional;

/**
 * How somebody wants to see an image.
 *
 * @param window in place of the image's own; empty for that
 * @param presentationLut of a presentation state (PS3.3 C.11.6), in place of the image's shape
 * @param inverse whether black and white change places at the end
 */
public record Presentation(Optional<Window> window, Optional<LookupTable> presentationLut, boolean inverse) {
    /** The image's own window and polarity. */
    public static final Presentation AS_STORED = new Presentation(Optional.empty(), Optional.empty(), false);

    public static Presentation of(Window window) {
        return new Presentation(Optional.of(window), Optional.empty(), false);
    }
}
