package org.voxrelay.dicom.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.codec.CodecProcess;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.DecodedFrames;
import org.voxrelay.dicom.codec.TestCodecs;
import org.voxrelay.dicom.codec.TestImages;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomStreamException;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.peers.Peers;

/** The picture of every image that pydicom is delivered with is that of DCMTK, within one grey level. */
class DcmtkPicturesIT {
    @TempDir
    private Path folder;

    @Test
    void picturesAreThoseOfDcmtk() throws Exception {
        Path program = Peers.require("dcmj2pnm");
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (CodecProcess process = TestCodecs.process()) {
            Codecs codecs = new Codecs(process);
            for (Path file : files()) {
                try {
                    int difference = difference(program, file, codecs);
                    compared += difference >= 0 ? 1 : 0;
                    if (difference > 1) {
                        wrong.add(file.getFileName() + " by " + difference);
                    }
                } catch (DicomStreamException | PixelException e) {
                    continue; // no image, or a broken one
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(50);
    }

    /** @return the largest difference of two samples; -1 if DCMTK makes no picture */
    private int difference(Path program, Path original, Codecs codecs)
            throws IOException, PixelException, InterruptedException {
        Path file = folder.resolve("plain.dcm");
        TestImages.transcode(original, file, UID.ExplicitVRLittleEndian, codecs);
        try (FileChannel channel = FileChannel.open(file);
                DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            Attributes image = in.setBulkData(1 << 20).readDataset();
            DecodedFrames frames = DecodedFrames.of(image, in.getTransferSyntax(), InstanceBytes.of(channel), codecs);
            BufferedImage ours = new Renderer(image, frames).render(0, Presentation.AS_STORED);
            String voi = image.getItem(Tag.VOILUTSequence).isPresent()
                    ? "+Wl"
                    : Window.of(image).isPresent() ? "+Wi" : "+Wm";
            List<String> options = voi.equals("+Wm") ? List.of(voi) : List.of(voi, "1");
            Path theirs = theirs(program, file, options);
            return Files.exists(theirs) ? compare(ours, Files.readAllBytes(theirs)) : -1;
        }
    }

    /** @return where the picture of the first frame is, if there is one */
    private Path theirs(Path program, Path file, List<String> options) throws IOException {
        Path theirs = folder.resolve("theirs.pnm");
        Files.deleteIfExists(theirs);
        List<String> command = new ArrayList<>(List.of(program.toString(), "--write-raw-pnm", "-O", "+F", "1"));
        command.addAll(options);
        command.addAll(List.of(file.toString(), theirs.toString()));
        Peers.run(Path.of("."), command);
        return theirs;
    }

    @ParameterizedTest
    @CsvSource({"40, 400, LINEAR, ", "900.5, 1500.25, LINEAR, ", "1000, 300, SIGMOID, +Wfs", "50, 1, LINEAR, "})
    void aWindowOfOnesOwnIsThatOfDcmtk(double center, double width, Window.Function function, String option)
            throws Exception {
        Path program = Peers.require("dcmj2pnm");
        Path file = TestImages.pydicomFile("CT_small.dcm");
        List<String> options = new ArrayList<>(List.of("+Ww", Double.toString(center), Double.toString(width)));
        if (option != null) {
            options.add(option);
        }
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            Attributes image = in.readDataset();
            DecodedFrames frames =
                    DecodedFrames.of(image, in.getTransferSyntax(), InstanceBytes.NONE, Codecs.withoutProcess());
            BufferedImage ours =
                    new Renderer(image, frames).render(0, Presentation.of(new Window(center, width, function)));
            assertThat(compare(ours, Files.readAllBytes(theirs(program, file, options))))
                    .isBetween(0, 1);
        }
    }

    private static int compare(BufferedImage ours, byte[] pnm) {
        String header = "P" + (ours.getType() == BufferedImage.TYPE_BYTE_GRAY ? 5 : 6) + "\n" + ours.getWidth() + " "
                + ours.getHeight() + "\n255\n";
        assertThat(new String(pnm, 0, header.length(), StandardCharsets.US_ASCII))
                .isEqualTo(header);
        int[] samples = ours.getRaster().getPixels(0, 0, ours.getWidth(), ours.getHeight(), (int[]) null);
        assertThat(samples).hasSize(pnm.length - header.length());
        int most = 0;
        for (int i = 0; i < samples.length; i++) {
            most = Math.max(most, Math.abs(samples[i] - (pnm[header.length() + i] & 0xFF)));
        }
        return most;
    }

    private static List<Path> files() throws IOException {
        Path data = TestImages.pydicomFile(".").getParent().getParent();
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
        }
    }
}
