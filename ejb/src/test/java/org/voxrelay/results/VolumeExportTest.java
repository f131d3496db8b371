package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.derived.Identity;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;
import org.voxrelay.dicom.pixel.RescaledFrames;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Layers;
import org.voxrelay.dicom.seg.Rgb;
import org.voxrelay.dicom.seg.SegDescription;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegWriter;
import org.voxrelay.dicom.seg.Segment;
import org.voxrelay.dicom.volume.MaskFile;
import org.voxrelay.dicom.volume.SameGrid;
import org.voxrelay.dicom.volume.VolumeFormat;
import org.voxrelay.results.VolumeExport.Result;
import org.voxrelay.results.VolumeExport.Result.Impossible;
import org.voxrelay.results.VolumeExport.Result.Unknown;
import org.voxrelay.results.VolumeExport.Result.Written;
import org.voxrelay.results.VolumeExport.Wanted;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.testing.TestArchive;

class VolumeExportTest {
    private static final int VOXELS = 21 * 19 * 12;

    @TempDir
    Path folder;

    private final PhantomSeries series = PhantomSeries.of(CtPhantom.of(Orientation.OBLIQUE, 21, 19, 12), "export")
            .with(SliceOrder.SHUFFLED);
    private final List<Attributes> received = series.instances();
    private final Stacked stacked = (Stacked) SliceStack.ofImages(received);
    private final VolumeGeometry grid = stacked.geometry();
    private final List<Attributes> images =
            stacked.order().stream().map(received::get).toList();
    private TestArchive archive;
    private VolumeExport export;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        var parts = TestParts.of(archive, folder, SegForm.AUTO, VOXELS);
        export = new VolumeExport(new Retrieval(archive.database, archive.indexer, archive.index), parts);
        for (Attributes image : series.instances()) {
            archive.ingest.receive(TestArchive.cStore(image));
        }
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
        if (Files.exists(folder.resolve("work"))) {
            assertThat(folder.resolve("work")).isEmptyDirectory();
        }
    }

    @Test
    void imagesAreWrittenInTheOrderOfTheirPlaces() throws Exception {
        ByteBuffer nifti = ByteBuffer.wrap(
                        new GZIPInputStream(new ByteArrayInputStream(bytes(ask(imageSeries(), VolumeFormat.NIFTI))))
                                .readAllBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(nifti.capacity()).isEqualTo(352 + 2 * VOXELS);
        nifti.position(352);
        for (Attributes image : images) {
            FloatBuffer values = FloatBuffer.allocate(21 * 19);
            RescaledFrames.ofMemory(image).read(0, values);
            for (float value : values.array()) {
                assertThat((float) nifti.getShort()).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SegForm.class)
    void aMaskLiesOnTheGridOfItsImagesAlsoWhereSlicesAreEmpty(SegForm form) throws Exception {
        ByteBuffer labels =
                ByteBuffer.allocate(VOXELS).put(3 * 21 * 19 + 7, (byte) 3).put(5 * 21 * 19, (byte) 1);
        var volume = new LabelVolume(grid, labels);
        String seg = store(form, Layers.of(volume));
        for (VolumeFormat format : VolumeFormat.values()) {
            assertThat(read(format, ask(seg, format))).isEqualTo(volume);
        }
    }

    @Test
    void segmentsThatOverlapAreAskedForOneByOne() throws Exception {
        var one = new LabelVolume(grid, ByteBuffer.allocate(VOXELS).put(99, (byte) 1));
        var two = new LabelVolume(
                grid, ByteBuffer.allocate(VOXELS).put(99, (byte) 2).put(100, (byte) 2));
        String seg = store(SegForm.AUTO, new Layers(List.of(one, two)));
        assertThat(((Impossible) ask(seg, VolumeFormat.NRRD)).why()).contains("overlap");
        var wanted = new Wanted(seg, VolumeFormat.NRRD, OptionalInt.of(2), Optional.empty());
        LabelVolume mask = read(VolumeFormat.NRRD, export.write(wanted));
        assertThat(List.of(mask.label(98), mask.label(99), mask.label(100), mask.label(101)))
                .containsExactly(0, 1, 1, 0);
    }

    @Test
    void whatIsNoVolumeOrNotThereIsSaid() throws Exception {
        assertThat(ask("1.2.3", VolumeFormat.NIFTI)).isInstanceOf(Unknown.class);
        var one = series.instances().get(0);
        one.setString(Tag.SOPInstanceUID, "1.2.3.4").setString(Tag.SeriesInstanceUID, "1.2.3.5");
        archive.ingest.receive(TestArchive.cStore(one));
        assertThat(((Impossible) ask("1.2.3.5", VolumeFormat.NIFTI)).why()).contains("one image only");
    }

    private String store(SegForm form, Layers layers) throws Exception {
        var out = new ByteArrayOutputStream();
        Attributes header = new SegWriter(description(), form).write(images, layers, out);
        archive.ingest.receive(TestArchive.stow(out.toByteArray()));
        return header.getString(Tag.SeriesInstanceUID, "");
    }

    private static SegDescription description() {
        return new SegDescription(
                new Identity(
                        Uid.named("instance"),
                        Uid.named("series"),
                        900,
                        "export",
                        OffsetDateTime.parse("2026-01-05T09:15:30+00:00")),
                new Equipment("Voxrelay", "Voxrelay", "1", "0.1", Uid.named("device")),
                new Algorithm(
                        "test",
                        "1",
                        new Code("123110", "DCM", "Artificial Intelligence"),
                        Optional.empty(),
                        Optional.empty()),
                "EXPORT",
                "export",
                List.of(segment(1), segment(2), segment(3)));
    }

    private static Segment segment(int number) {
        var tissue = new Code("85756007", "SCT", "Tissue");
        return new Segment(
                number,
                "segment " + number,
                tissue,
                tissue,
                Optional.empty(),
                Optional.empty(),
                new Rgb(0, 80 * number, 0),
                "segment " + number,
                Uid.named("segment " + number));
    }

    private String imageSeries() {
        return images.get(0).getString(Tag.SeriesInstanceUID, "");
    }

    private Result ask(String seriesUid, VolumeFormat format) throws Exception {
        return export.write(new Wanted(seriesUid, format, OptionalInt.empty(), Optional.empty()));
    }

    private LabelVolume read(VolumeFormat format, Result written) throws Exception {
        LabelVolume mask = new MaskFile(VOXELS).read(format, new ByteArrayInputStream(bytes(written)));
        return SameGrid.bring(mask, grid);
    }

    private static byte[] bytes(Result result) throws Exception {
        assertThat(result).isInstanceOf(Written.class);
        var written = (Written) result;
        try (var in = written.bytes()) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes).hasSize((int) written.length());
            return bytes;
        }
    }
}
