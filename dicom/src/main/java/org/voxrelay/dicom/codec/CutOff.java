package org.voxrelay.dicom.codec;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Notes whether the JDK's JPEG reader had to invent pixels. Other warnings are about metadata. */
final class CutOff implements IIOReadWarningListener {
    private boolean happened;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        happened |= text.contains("premature end") || text.contains("corrupt") || text.contains("truncated");
    }

    boolean happened() {
        return happened;
    }
}
