package org.voxrelay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** MR series of one study that lie in the same space, and a model that needs two of them. */
public record MrStudy(String name) {
    public static final String MODEL = "two-channel";
    /** Made by bench/exactness.py: random weights, channels without a rule. */
    private static final Path PACKAGE = Path.of("../inference/src/test/resources/exactness/nnunet-anisotropic/model/1");

    private static final String RULES = """
            {"mirrorAxes": %s, "channels": [{"modality": "MR", "match": {"SeriesDescription": "^t1"}},
                                            {"modality": "MR", "match": {"SeriesDescription": "^t2"}}]}""";

    /** Of the series that nnU-Net segmented with the package, along z, y, x. */
    private static final int[] SEGMENTED = {14, 50, 46};

    /** A folder of models that holds {@link #MODEL}, whose channels are told apart by Series Description. */
    public static Path models(Path folder) throws IOException {
        return models(folder, "[]");
    }

    /** The same model that mirrors along these axes. */
    public static Path models(Path folder, String mirrorAxes) throws IOException {
        Path version = Files.createDirectories(folder.resolve(MODEL + "/1"));
        try (Stream<Path> files = Files.walk(PACKAGE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = version.resolve(PACKAGE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.writeString(version.resolve("export.json"), RULES.formatted(mirrorAxes));
        return folder;
    }

    public String studyUid() {
        return Uid.named("MR study " + name).value();
    }

    public String seriesUid(String description) {
        return series(description, 1).get(0).getString(Tag.SeriesInstanceUID, "");
    }

    public List<Attributes> series(String description, int slices) {
        List<Attributes> images = PhantomSeries.of(
                        CtPhantom.of(Orientation.AXIAL, 40, 32, slices), name + " " + description)
                .instances();
        for (Attributes image : images) {
            image.setString(Tag.SOPClassUID, UID.MRImageStorage);
            image.setString(Tag.Modality, "MR");
            image.setString(Tag.StudyInstanceUID, studyUid());
            image.setString(
                    Tag.FrameOfReferenceUID, Uid.named("MR space " + name).value());
            image.setString(Tag.SeriesDescription, description);
        }
        return images;
    }

    /** A series that nnU-Net was given as a channel of the package, with the samples that it had. */
    public List<Attributes> segmented(String description, int channel) throws IOException {
        byte[] samples = unzip("volume" + channel + ".i16.gz");
        int bytes = Short.BYTES * SEGMENTED[1] * SEGMENTED[2];
        List<Attributes> images = series(description, SEGMENTED[0]);
        for (int z = 0; z < images.size(); z++) {
            Attributes image = images.get(z);
            image.setInt(Tag.Rows, SEGMENTED[1]);
            image.setInt(Tag.Columns, SEGMENTED[2]);
            image.setDouble(Tag.PixelSpacing, 0.7, 0.7);
            image.setDouble(Tag.ImagePositionPatient, -31.5, 12.25, 100 + 5.0 * z);
            image.setDouble(Tag.SpacingBetweenSlices, 5);
            image.setString(Tag.RescaleIntercept, "0");
            image.setInt(Tag.BitsStored, 16);
            image.setInt(Tag.HighBit, 15);
            image.setInt(Tag.PixelRepresentation, 1);
            image.setBytes(Tag.PixelData, VR.OW, Arrays.copyOfRange(samples, z * bytes, (z + 1) * bytes));
        }
        return images;
    }

    /** What nnU-Net itself made of both channels with the package, mirrored along all axes: [z][y][x]. */
    public static byte[] labelsOfNnUnet() throws IOException {
        return unzip("labels.u8.gz");
    }

    private static byte[] unzip(String file) throws IOException {
        Path path = PACKAGE.resolve("../..").resolve(file);
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(path))) {
            return stream.readAllBytes();
        }
    }
}
