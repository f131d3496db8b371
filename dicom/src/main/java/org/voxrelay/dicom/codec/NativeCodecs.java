package org.voxrelay.dicom.codec;

import java.util.Optional;

/** The versions of the libraries that the codec process found. */
record NativeCodecs(Optional<String> charLs, Optional<String> openJpeg) {
    static final NativeCodecs NONE = new NativeCodecs(Optional.empty(), Optional.empty());

    /** @param answer of {@link CodecChild} */
    static NativeCodecs of(String answer) {
        String[] lines = answer.split("\n", -1);
        return new NativeCodecs(version(lines, 0), version(lines, 1));
    }

    private static Optional<String> version(String[] lines, int index) {
        return index < lines.length && !lines[index].isEmpty() ? Optional.of(lines[index]) : Optional.empty();
    }
}
