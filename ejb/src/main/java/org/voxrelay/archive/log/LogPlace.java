package org.voxrelay.archive.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an instance lies in the log, written {@code <segment>@<offset>+<length>}: that many bytes of the file
 * {@code <segment>.seg}, from that offset on, are its Part 10 file.
 */
public record LogPlace(String segment, long offset, long length) {
    private static final Pattern FORM = Pattern.compile("(" + Segment.NAME + ")@(\\d{1,15})\\+(\\d{1,15})");

    /** Empty if the text names no place in a log. */
    public static Optional<LogPlace> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new LogPlace(form.group(1), Long.parseLong(form.group(2)), Long.parseLong(form.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return segment + "@" + offset + "+" + length;
    }
}
