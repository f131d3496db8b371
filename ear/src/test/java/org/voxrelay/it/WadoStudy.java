package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.peers.Peers;

/** What retrieval is tested with: a small CT, plain and compressed by DCMTK, and single instances of every kind. */
final class WadoStudy {
    static final int FRAMES = 4;
    static final int SIDE = 16;

    private static final PhantomIdentity CT = PhantomIdentity.named("wado");
    private static final PhantomIdentity RLE = PhantomIdentity.named("wado rle");
    private static final String ODD = "2.25.77001";
    private static final String LATE = "2.25.77009";
    private static final int LATE_FRAMES = 40;
    private static final int LATE_SIDE = 512;

    private final Path folder;
    private final List<byte[]> plain = new ArrayList<>();

    private WadoStudy(Path folder) {
        this.folder = folder;
    }

    /** Stores all of it. */
    static WadoStudy store(Http http, Path folder) throws IOException, InterruptedException {
        var study = new WadoStudy(folder);
        List<byte[]> files = new ArrayList<>();
        for (Path file : study.phantom("wado")) {
            study.plain.add(Files.readAllBytes(file));
        }
        files.addAll(study.plain);
        for (Path file : study.phantom("wado rle")) {
            Path compressed = folder.resolve("rle " + file.getFileName());
            assertThat(Peers.run(Peers.require("dcmcrle").toString(), file.toString(), compressed.toString())
                            .exitCode())
                    .isZero();
            files.add(Files.readAllBytes(compressed));
        }
        files.add(part10(multi(), UID.ExplicitVRLittleEndian));
        files.add(part10(broken(), UID.JPEGBaseline8Bit));
        files.add(part10(video(), UID.MPEG4HP41));
        files.add(part10(report(), UID.ExplicitVRLittleEndian));
        files.add(part10(deflated(), UID.DeflatedExplicitVRLittleEndian));
        files.add(part10(late(), UID.RLELossless));
        var answer = http.stow("dicom-web/studies", files);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        return study;
    }

    private List<Path> phantom(String name) throws IOException {
        return PhantomSeries.of(CtPhantom.of(Orientation.CORONAL, 40, 30, 5), name)
                .write(folder.resolve(name));
    }

    /** The plain CT's files, by Instance Number. */
    List<byte[]> plain() {
        return plain;
    }

    /** Replaces the names in braces by addresses below the service. */
    static String path(String pattern) {
        String path = pattern;
        for (var name : Map.of(
                        "{study}", "studies/" + CT.study().value(),
                        "{series}", series(CT),
                        "{ct}", series(CT) + "/instances/" + CT.instance(1).value(),
                        "{rleseries}", series(RLE),
                        "{rle}", series(RLE) + "/instances/" + RLE.instance(1).value(),
                        "{odd}", "studies/" + ODD,
                        "{multi}", odd(1),
                        "{broken}", odd(2),
                        "{video}", odd(3))
                .entrySet()) {
            path = path.replace(name.getKey(), name.getValue());
        }
        return "dicom-web/"
                + path.replace("{report}", odd(4))
                        .replace("{deflated}", odd(5))
                        .replace("{late}", odd(6).replaceFirst(ODD, LATE));
    }

    private static String series(PhantomIdentity identity) {
        return "studies/" + identity.study().value() + "/series/"
                + identity.series().value();
    }

    private static String odd(int number) {
        return "studies/" + ODD + "/series/" + ODD + "." + number + "/instances/" + ODD + "." + number + ".1";
    }

    /** Frame n, from 1, is all of the value 50 n; the first pixel is 255 and the second 0. */
    private static Attributes multi() {
        byte[] pixels = new byte[FRAMES * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            int at = i % (SIDE * SIDE);
            pixels[i] = (byte) (at == 0 ? 255 : at == 1 ? 0 : 50 * (1 + i / (SIDE * SIDE)));
        }
        return image(1).setInt(Tag.NumberOfFrames, FRAMES).setBytes(Tag.PixelData, VR.OB, pixels);
    }

    private static Attributes broken() {
        return image(2).setFragments(Tag.PixelData, VR.OB, nonsense());
    }

    private static Attributes video() {
        return image(3).setInt(Tag.NumberOfFrames, 1).setFragments(Tag.PixelData, VR.OB, nonsense());
    }

    /** Long, and damaged in its last frame only. */
    private static Attributes late() throws IOException {
        var pixel = new ImagePixel(LATE_SIDE, LATE_SIDE, 1, 1, 8, 8, 7, false, false, "MONOCHROME2");
        List<byte[]> frames = new ArrayList<>();
        try {
            byte[] frame = Codecs.withoutProcess().encode(pixel, UID.RLELossless, new byte[LATE_SIDE * LATE_SIDE]);
            for (int i = 1; i < LATE_FRAMES; i++) {
                frames.add(frame);
            }
        } catch (PixelException | InterruptedException e) {
            throw new IOException(e);
        }
        frames.add(new byte[64]);
        return image(6).setString(Tag.StudyInstanceUID, LATE)
                .setInt(Tag.Rows, LATE_SIDE)
                .setInt(Tag.Columns, LATE_SIDE)
                .setInt(Tag.NumberOfFrames, LATE_FRAMES)
                .setFragments(Tag.PixelData, VR.OB, Fragments.ofFrames(frames));
    }

    private static Fragments nonsense() {
        return Fragments.ofFrames(List.of("neither JPEG nor MPEG".getBytes(StandardCharsets.US_ASCII)));
    }

    private static Attributes report() {
        return instance(4, UID.BasicTextSRStorage, "SR")
                .setString(Tag.CompletionFlag, "COMPLETE")
                .setString(Tag.VerificationFlag, "UNVERIFIED");
    }

    private static Attributes deflated() {
        byte[] pixels = new byte[SIDE * SIDE];
        pixels[3] = 99;
        return image(5).setBytes(Tag.PixelData, VR.OB, pixels);
    }

    private static Attributes image(int number) {
        return instance(number, UID.SecondaryCaptureImageStorage, "OT")
                .setInt(Tag.SamplesPerPixel, 1)
                .setString(Tag.PhotometricInterpretation, "MONOCHROME2")
                .setInt(Tag.Rows, SIDE)
                .setInt(Tag.Columns, SIDE)
                .setInt(Tag.BitsAllocated, 8)
                .setInt(Tag.BitsStored, 8)
                .setInt(Tag.HighBit, 7)
                .setInt(Tag.PixelRepresentation, 0)
                .setString(Tag.WindowCenter, "128")
                .setString(Tag.WindowWidth, "256");
    }

    private static Attributes instance(int number, String sopClass, String modality) {
        return new Attributes()
                .setString(Tag.SOPClassUID, sopClass)
                .setString(Tag.SOPInstanceUID, ODD + "." + number + ".1")
                .setString(Tag.StudyDate, "20260102")
                .setString(Tag.Modality, modality)
                .setString(Tag.PatientName, "Odd^Wado")
                .setString(Tag.PatientID, "WADO-1")
                .setString(Tag.StudyInstanceUID, ODD)
                .setString(Tag.SeriesInstanceUID, ODD + "." + number)
                .setString(Tag.SeriesNumber, "" + number)
                .setString(Tag.InstanceNumber, "1");
    }

    private static byte[] part10(Attributes dataset, String syntax) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DicomOutputStream(bytes, TransferSyntax.of(syntax))) {
            out.writeFile(
                    FileMetaInformation.of(
                            new Uid(dataset.getString(Tag.SOPClassUID, "")),
                            new Uid(dataset.getString(Tag.SOPInstanceUID, "")),
                            syntax),
                    dataset);
        }
        return bytes.toByteArray();
    }
}
