package org.voxrelay.dicom.derived;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.RescaledFrames;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Rgb;
import org.voxrelay.dicom.seg.SegDescription;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.dicom.seg.SegWriter;
import org.voxrelay.dicom.seg.Segment;
import org.voxrelay.dicom.sr.MeasurementReport;
import org.voxrelay.dicom.sr.ReportDescription;
import org.voxrelay.dicom.sr.SegmentStatistics;

/**
 * What the server makes of a series, made of a phantom: its volume, the segmentation with the phantom's truth as
 * labels, what was measured in it, and the report.
 */
public final class PhantomResult {
    public static final Code LEFT = new Code("7771000", "SCT", "Left");
    public static final Code RIGHT = new Code("24028007", "SCT", "Right");
    public static final Code ABDOMEN = new Code("818981001", "SCT", "Abdomen");
    /** By segment. */
    private static final Map<Integer, Code> REGIONS = Map.of(3, ABDOMEN, 4, new Code("38266002", "SCT", "Entire body"));

    private static final Map<Integer, Code> SIDES = Map.of(1, LEFT, 3, RIGHT);

    private static final OffsetDateTime CREATED = OffsetDateTime.parse("2026-01-05T09:15:30.250+00:00");
    private static final Equipment EQUIPMENT =
            new Equipment("Voxrelay", "Voxrelay", "1", "0.1.0", Uid.named("device of the tests"));
    private static final Algorithm ALGORITHM = new Algorithm(
            "ct-tissue", "1", Dcm.HISTOGRAM_ANALYSIS, Optional.of("Voxrelay"), Optional.of("body threshold -300 HU"));
    private static final Code TISSUE = new Code("85756007", "SCT", "Tissue");

    private final PhantomSeries series;
    private final List<Attributes> images;
    private final VolumeGeometry geometry;
    private final LabelVolume labels;

    private PhantomResult(PhantomSeries series, ByteBuffer labels) {
        this.series = series;
        List<Attributes> received = series.instances();
        Stacked stacked = (Stacked) SliceStack.ofImages(received);
        this.images = stacked.order().stream().map(received::get).toList();
        this.geometry = stacked.geometry();
        this.labels = new LabelVolume(geometry, labels);
    }

    /** With the phantom's truth as labels. */
    public static PhantomResult of(PhantomSeries series) {
        return of(series, series.phantom().labels());
    }

    /** With a label volume in which nothing was found. */
    public static PhantomResult withoutFinding(PhantomSeries series) {
        return of(
                series,
                ByteBuffer.allocate(Math.toIntExact(series.phantom().geometry().voxelCount())));
    }

    /** With any labels, uint8, [z][y][x]. */
    public static PhantomResult of(PhantomSeries series, ByteBuffer labels) {
        return new PhantomResult(series, labels);
    }

    /** The images in the order of the volume. */
    public List<Attributes> images() {
        return images;
    }

    public VolumeGeometry geometry() {
        return geometry;
    }

    public LabelVolume labels() {
        return labels;
    }

    public static SegDescription segDescription() {
        return new SegDescription(
                identity("seg", 901, "ct-tissue: tissues"),
                EQUIPMENT,
                ALGORITHM,
                "CT_TISSUE",
                "Tissues by CT number",
                List.of(
                        segment(1, "Air or lung", new Code("39607008", "SCT", "Lung"), new Rgb(90, 170, 230)),
                        segment(2, "Adipose tissue", new Code("55603005", "SCT", "Fat"), new Rgb(240, 200, 90)),
                        segment(3, "Soft tissue", new Code("87784001", "SCT", "Soft tissue"), new Rgb(200, 90, 80)),
                        segment(4, "Bone", new Code("272673000", "SCT", "Bone"), new Rgb(240, 235, 220))));
    }

    /** Writes seg.dcm; the header that is returned has no pixels. */
    public Attributes writeSeg(Path file) throws IOException {
        return writeSeg(file, SegForm.AUTO);
    }

    /** Writes seg.dcm in this form. */
    public Attributes writeSeg(Path file, SegForm form) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            return new SegWriter(segDescription(), form).write(images, labels, out);
        }
    }

    /** Reads a file as the server does: pixels stay in the file. */
    public static Attributes read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DicomInputStream in = new DicomInputStream(bytes)) {
            return in.setBulkData(1 << 20).readDataset();
        }
    }

    /** Opens a segmentation in whatever transfer syntax that needs no codec process. */
    public static SegReader open(Path segFile, FileChannel channel) throws IOException, SegException {
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(segFile))) {
            Attributes header = in.setBulkData(1 << 20).readDataset();
            return SegReader.of(header, in.getTransferSyntax(), InstanceBytes.of(channel), Codecs.withoutProcess());
        }
    }

    /** Measures the segmentation in a file. */
    public List<SegmentStatistics> measure(Path segFile) throws IOException, SegException, InterruptedException {
        try (FileChannel channel = FileChannel.open(segFile)) {
            return SegmentStatistics.measure(open(segFile, channel), geometry, hounsfield());
        }
    }

    /** The report of the segmentation in a file. */
    public Attributes report(Path segFile) throws IOException, SegException, InterruptedException {
        return report(segFile, List.of());
    }

    /** The same, with images of other series that were looked at. */
    public Attributes report(Path segFile, List<Attributes> others)
            throws IOException, SegException, InterruptedException {
        ReportDescription description =
                new ReportDescription(identity("sr", 902, "ct-tissue: volumes"), EQUIPMENT, ALGORITHM);
        return new MeasurementReport(description).build(images, others, read(segFile), measure(segFile));
    }

    /** Writes the report to sr.dcm. */
    public void writeReport(Path segFile, Path srFile) throws IOException, SegException, InterruptedException {
        Attributes report = report(segFile);
        try (DicomOutputStream out =
                new DicomOutputStream(Files.newOutputStream(srFile), TransferSyntax.EXPLICIT_LITTLE_ENDIAN)) {
            out.writeFile(
                    FileMetaInformation.of(
                            new Uid(report.getString(Tag.SOPClassUID, "")),
                            new Uid(report.getString(Tag.SOPInstanceUID, "")),
                            UID.ExplicitVRLittleEndian),
                    report);
        }
    }

    /** Writes the labels as bytes in [z][y][x] order, and the grid as numbers that the Python checks read. */
    public void writeTruth(Path labelFile, Path gridFile) throws IOException {
        byte[] bytes = new byte[labels.labels().remaining()];
        labels.labels().duplicate().get(bytes);
        Files.write(labelFile, bytes);
        VolumeGeometry g = geometry;
        Files.writeString(
                gridFile,
                String.join(
                        "\n",
                        "%d %d %d".formatted(g.zSize(), g.ySize(), g.xSize()),
                        g.zSpacingMm() + " " + g.ySpacingMm() + " " + g.xSpacingMm(),
                        g.origin().x() + " " + g.origin().y() + " " + g.origin().z(),
                        g.xDirection().x() + " " + g.xDirection().y() + " "
                                + g.xDirection().z(),
                        g.yDirection().x() + " " + g.yDirection().y() + " "
                                + g.yDirection().z()));
    }

    public FloatBuffer hounsfield() throws IOException {
        FloatBuffer volume = FloatBuffer.allocate(Math.toIntExact(geometry.voxelCount()));
        for (Attributes image : images) {
            try {
                RescaledFrames.ofMemory(image).read(0, volume);
            } catch (PixelException e) {
                throw new UncheckedIOException(new IOException(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return volume.flip();
    }

    private static Segment segment(int number, String label, Code type, Rgb colour) {
        return new Segment(
                number,
                label,
                TISSUE,
                type,
                Optional.ofNullable(REGIONS.get(number)),
                Optional.ofNullable(SIDES.get(number)),
                colour,
                "ct-tissue " + label,
                Uid.named("tracking " + number));
    }

    private static Identity identity(String part, int number, String description) {
        return new Identity(
                Uid.named("instance of " + part), Uid.named("series of " + part), number, description, CREATED);
    }
}
