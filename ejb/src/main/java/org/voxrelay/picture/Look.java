package org.voxrelay.picture;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.voxrelay.dicom.image.Presentation;
import org.voxrelay.dicom.image.Window;

/**
 * How a picture is wanted (PS3.18 section 8.3.5).
 *
 * @param window in place of the image's own
 * @param viewport empty for as large as the image
 * @param quality of a JPEG, 1 to 100; empty for what hides the losses
 * @param captions written into it
 */
public record Look(Optional<Window> window, Optional<Viewport> viewport, OptionalInt quality, Set<Caption> captions) {
    /** @throws IllegalArgumentException with a sentence, if the quality is none */
    public Look {
        captions = Set.copyOf(captions);
        if (quality.isPresent() && (quality.getAsInt() < 1 || quality.getAsInt() > 100)) {
            throw new IllegalArgumentException("The quality is a number from 1 to 100.");
        }
    }

    Presentation presentation() {
        return window.map(Presentation::of).orElse(Presentation.AS_STORED);
    }
}
