package org.voxrelay.dicom.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.peers.Peers;

/** Every image that pydicom is delivered with gives the pixels that pydicom decodes. */
class PydicomPixelsIT {
    /** Two inverse cosine transforms may round differently; twice where colours are made of the result. */
    private static final Set<String> ROUNDED = Set.of(UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEG2000);

    @TempDir
    private Path folder;

    @Test
    void everyFrameIsThatOfPydicom() throws Exception {
        Path python = Peers.python("pydicom", "PIL", "jpeg_ls");
        List<Path> files = files(python);
        List<String> command = new ArrayList<>(
                List.of(python.toString(), "src/test/python/decode_with_pydicom.py", folder.toString()));
        files.forEach(file -> command.add(file.toString()));
        Peers.run(Path.of("."), command);
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (CodecProcess process = TestCodecs.process()) {
            Codecs codecs = new Codecs(process);
            for (int i = 0; i < files.size(); i++) {
                Path theirs = folder.resolve(i + ".raw");
                String ours = compare(files.get(i), theirs, codecs);
                if (!ours.isEmpty()) {
                    wrong.add(files.get(i).getFileName() + ": " + ours);
                }
                compared += Files.exists(theirs) ? 1 : 0;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(60);
    }

    private static String compare(Path file, Path theirs, Codecs codecs) throws IOException, InterruptedException {
        try {
            TestImages.Decoded ours = TestImages.decode(file, codecs);
            if (!Files.exists(theirs)) {
                return "";
            }
            int difference = ours.difference(Files.readAllBytes(theirs));
            int allowed = ROUNDED.contains(ours.transferSyntaxUid()) ? 2 : 0;
            boolean same = difference >= 0 && difference <= allowed;
            return same ? "" : "differs by " + difference + " in " + ours.transferSyntaxUid();
        } catch (DicomStreamException | PixelException e) {
            return Files.exists(theirs) ? String.valueOf(e.getMessage()) : "";
        }
    }

    private static List<Path> files(Path python) throws IOException {
        String data = Peers.run(python.toString(), "-c", "import pydicom.data as d; print(d.__path__[0])")
                .output()
                .strip();
        try (Stream<Path> all = Files.walk(Path.of(data))) {
            return all.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
        }
    }
}
