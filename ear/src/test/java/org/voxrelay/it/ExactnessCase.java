package org.voxrelay.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;

/**
 * A case that bench/exactness.py made with MONAI or nnU-Net, as a study: the package, the series of each channel, and what
 * MONAI or nnU-Net says of them.
 *
 * @param folder name of the case
 * @param name of the study
 */
record ExactnessCase(String folder, String modality, String name) {
    private static final Path CASES = RunningServer.root().resolve("inference/src/test/resources/exactness");
    private static final String RULES = """
            {"mirrorAxes": [0, 1, 2], "channels": [{"modality": "MR", "match": {"SeriesDescription": "^t1"}},
                                                   {"modality": "MR", "match": {"SeriesDescription": "^t2"}}]}""";

    static ExactnessCase twoChannels(String name) {
        return new ExactnessCase("nnunet-anisotropic", "MR", name);
    }

    Path file(String file) {
        return CASES.resolve(folder).resolve(file);
    }

    /** The package; that of two channels tells them apart by Series Description: t1..., t2... */
    byte[] model() throws IOException {
        Path version = file("model/1");
        var files = new HashMap<String, byte[]>();
        try (Stream<Path> all = Files.walk(version)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(version.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        files.computeIfPresent("export.json", (file, bytes) -> RULES.getBytes(StandardCharsets.UTF_8));
        return TinyModel.zip(files);
    }

    /** What MONAI or nnU-Net makes of it: uint8 [z][y][x] on {@link #geometry()}. */
    byte[] labels() throws IOException {
        return unzip(file("labels.u8.gz"));
    }

    VolumeGeometry geometry() throws IOException {
        JsonNode grid = new ObjectMapper().readTree(file("grid.json").toFile());
        return new VolumeGeometry(
                vector(grid.path("origin")),
                new Vec3(1, 0, 0),
                new Vec3(0, 1, 0),
                new Vec3(0, 0, 1),
                grid.path("spacingMm").get(0).asDouble(),
                grid.path("spacingMm").get(1).asDouble(),
                grid.path("spacingMm").get(2).asDouble(),
                grid.path("size").get(0).asInt(),
                grid.path("size").get(1).asInt(),
                grid.path("size").get(2).asInt());
    }

    private static Vec3 vector(JsonNode numbers) {
        return new Vec3(
                numbers.get(0).asDouble(),
                numbers.get(1).asDouble(),
                numbers.get(2).asDouble());
    }

    String studyUid() {
        return Uid.named("exactness " + name).value();
    }

    String seriesUid(String description) {
        return Uid.named("exactness " + name + " " + description).value();
    }

    /** Part 10 files of the series, as they are. */
    List<byte[]> series(int channel, String description) throws IOException {
        return series(channel, description, 1, name);
    }

    /**
     * Part 10 files of a series.
     *
     * @param steps images for each slice; those between two slices show nothing
     * @param space what the Frame of Reference UID is made of
     */
    List<byte[]> series(int channel, String description, int steps, String space) throws IOException {
        byte[] samples = unzip(file("volume" + channel + ".i16.gz"));
        VolumeGeometry grid = geometry();
        int bytes = 2 * grid.xSize() * grid.ySize();
        var files = new ArrayList<byte[]>();
        for (int i = 0; i <= (grid.zSize() - 1) * steps; i++) {
            Attributes image = header(description, space);
            image.setString(
                    Tag.SOPInstanceUID,
                    Uid.named("exactness " + name + description + i).value());
            image.setInt(Tag.InstanceNumber, i + 1);
            Vec3 place = grid.position(0, 0, (double) i / steps);
            image.setDouble(Tag.ImagePositionPatient, place.x(), place.y(), place.z());
            ByteBuffer pixels = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
            if (i % steps == 0) {
                pixels.put(samples, i / steps * bytes, bytes);
            }
            image.setBytes(Tag.PixelData, VR.OW, pixels.array());
            files.add(part10(image));
        }
        return files;
    }

    private String sopClass() {
        return modality.equals("CT") ? UID.CTImageStorage : UID.MRImageStorage;
    }

    private Attributes header(String description, String space) throws IOException {
        VolumeGeometry grid = geometry();
        var image = new Attributes();
        image.setString(Tag.SOPClassUID, sopClass());
        image.setString(Tag.PatientName, "EXACT^CASE");
        image.setString(Tag.PatientID, "EXACT-" + Integer.toHexString(name.hashCode()));
        image.setString(Tag.PatientBirthDate, "19700101");
        image.setString(Tag.PatientSex, "O");
        image.setString(Tag.StudyInstanceUID, studyUid());
        image.setString(Tag.StudyDate, "20260105");
        image.setString(Tag.StudyTime, "083000");
        image.setString(Tag.StudyID, "1");
        image.setNull(Tag.AccessionNumber);
        image.setNull(Tag.ReferringPhysicianName);
        image.setString(Tag.Modality, modality);
        image.setString(Tag.SeriesInstanceUID, seriesUid(description));
        image.setString(Tag.SeriesDescription, description);
        image.setString(Tag.SeriesNumber, "1");
        image.setString(Tag.Manufacturer, "Voxrelay");
        image.setString(Tag.FrameOfReferenceUID, Uid.named("space " + space).value());
        image.setNull(Tag.PositionReferenceIndicator);
        image.setString(Tag.ImageType, "ORIGINAL", "PRIMARY", "OTHER");
        image.setDouble(Tag.ImageOrientationPatient, 1, 0, 0, 0, 1, 0);
        image.setDouble(Tag.PixelSpacing, grid.ySpacingMm(), grid.xSpacingMm());
        image.setInt(Tag.Rows, grid.ySize());
        image.setInt(Tag.Columns, grid.xSize());
        image.setInt(Tag.SamplesPerPixel, 1);
        image.setString(Tag.PhotometricInterpretation, "MONOCHROME2");
        image.setInt(Tag.BitsAllocated, 16);
        image.setInt(Tag.BitsStored, 16);
        image.setInt(Tag.HighBit, 15);
        image.setInt(Tag.PixelRepresentation, 1);
        return image;
    }

    private static byte[] part10(Attributes image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var dicom = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        dicom.writeFile(
                FileMetaInformation.of(
                        new Uid(image.getString(Tag.SOPClassUID, "")),
                        new Uid(image.getString(Tag.SOPInstanceUID, "")),
                        UID.ExplicitVRLittleEndian),
                image);
        dicom.flush();
        return bytes.toByteArray();
    }

    private static byte[] unzip(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
            return stream.readAllBytes();
        }
    }
}
