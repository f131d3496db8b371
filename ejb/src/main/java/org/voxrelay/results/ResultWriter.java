package org.voxrelay.results;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.SegException;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.dicom.seg.SegWriter;
import org.voxrelay.dicom.sr.MeasurementReport;
import org.voxrelay.dicom.sr.SegmentStatistics;
import org.voxrelay.ingest.Arrival;
import org.voxrelay.ingest.Arrival.Body;
import org.voxrelay.ingest.Arrival.Source;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.IngestResult;
import org.voxrelay.ingest.IngestResult.Refused;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.retrieve.InstanceReader;

/** Writes SEG and SR and brings them in by the same door as every instance. */
final class ResultWriter {
    private final Ingest ingest;
    private final InstanceReader reader;
    private final Path folder;

    /** @param folder for the file of a segmentation while it is written */
    ResultWriter(Ingest ingest, InstanceReader reader, Path folder) {
        this.ingest = ingest;
        this.reader = reader;
        this.folder = folder;
    }

    /**
     * Stores the segmentation, and then the report of what was measured in it as it was written.
     *
     * @param channels what the model saw; the segmentation is of the first, the report names the images of all
     * @param found on the grid of the first channel
     */
    List<Output> write(List<SeriesVolume> channels, ModelRun.Found found, ResultDescription description, SegForm form)
            throws IOException, InterruptedException, SegException {
        SeriesVolume volume = channels.get(0);
        List<Attributes> others = channels.stream()
                .skip(1)
                .flatMap(channel -> channel.images().stream())
                .toList();
        Path file = Files.createTempFile(Files.createDirectories(folder), "seg", ".dcm");
        try {
            Attributes header;
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                header = segmentation(volume.images(), found, new SegWriter(description.segmentation(), form), out);
            }
            List<SegmentStatistics> statistics = measure(file, SegWriter.transferSyntax(header), volume);
            Output segmentation;
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                segmentation = store(in);
            }
            Attributes report =
                    new MeasurementReport(description.report()).build(volume.images(), others, header, statistics);
            return List.of(segmentation, store(new ByteArrayInputStream(part10(report, description.reportUid()))));
        } finally {
            Files.delete(file);
        }
    }

    private static Attributes segmentation(
            List<Attributes> images, ModelRun.Found found, SegWriter writer, OutputStream out) throws IOException {
        return found.probabilities().isPresent()
                ? writer.write(images, found.probabilities().get(), out)
                : writer.write(images, found.labels(), out);
    }

    private List<SegmentStatistics> measure(Path file, TransferSyntax syntax, SeriesVolume volume)
            throws IOException, SegException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file)) {
            var seg = SegReader.of(reader.read(channel), syntax, InstanceBytes.of(channel), Codecs.withoutProcess());
            return SegmentStatistics.measure(seg, volume.geometry(), volume.samples());
        }
    }

    private static byte[] part10(Attributes report, Uid sopInstance) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var dicom = new DicomOutputStream(bytes, TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        dicom.writeFile(
                FileMetaInformation.of(new Uid(UID.Comprehensive3DSRStorage), sopInstance, UID.ExplicitVRLittleEndian),
                report);
        dicom.flush();
        return bytes.toByteArray();
    }

    private Output store(InputStream part10) throws IOException, InterruptedException {
        IngestResult result =
                ingest.receive(new Arrival(Source.OWN, new Body.Part10(part10), Optional.empty(), Optional.empty()));
        if (result instanceof Stored stored) {
            return new Output(
                    stored.sopClass().value(),
                    stored.series().value(),
                    stored.sopInstance().value());
        }
        throw new IOException("The result was not stored: " + ((Refused) result).detail());
    }
}
