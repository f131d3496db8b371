package org.voxrelay.dicom.codec;

import com.sun.jna.Native;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.worker.Child;

/** A real codec process for tests. */
public final class TestCodecs {
    private TestCodecs() {}

    public static CodecProcess process() {
        return process(Duration.ofMinutes(1));
    }

    static CodecProcess process(Duration baseTime) {
        Path temporary = Path.of("target", "codec-temporary");
        return new CodecProcess(classPath(), temporary, 2, Executors.defaultThreadFactory(), baseTime);
    }

    private static String classPath() {
        return Stream.of(CodecChild.class, Child.class, Native.class)
                .map(TestCodecs::place)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static ImagePixel grey(int rows, int columns, int bitsAllocated, int bitsStored, boolean signed) {
        return new ImagePixel(
                rows, columns, 1, 1, bitsAllocated, bitsStored, bitsStored - 1, signed, false, "MONOCHROME2");
    }

    static ImagePixel rgb(int rows, int columns, boolean planar) {
        return new ImagePixel(rows, columns, 1, 3, 8, 8, 7, false, planar, "RGB");
    }
}
