package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.geometry.VolumeGeometry;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.LayerReader;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.dicom.seg.SegmentationType;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.testing.TestArchive;

/** A model of more labels than a byte has values, from stored images to stored results. */
class ManyLabelsJobTest {
    private static final int LABELS = 300;
    private static final int COLUMNS = 40;
    private static final int ROWS = 32;
    private static final int SLICES = 12;
    private static final long[] WINDOW = {6, ROWS, COLUMNS};
    /** Rescale Intercept of the phantom's images. */
    private static final int INTERCEPT = -1024;

    @TempDir
    Path folder;

    @Test
    void threeHundredClassesBecomeThreeHundredSegmentsWithTheirVoxels() throws Exception {
        TinyOnnx.nearest(LABELS + 1, WINDOW).writePackage(folder.resolve("models"), WINDOW, LABELS, "");
        try (TestArchive archive = TestArchive.start(folder);
                var inference = new LocalInference(EngineSelection.automatic(1))) {
            var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, COLUMNS, ROWS, SLICES), "many labels");

            var done = perform(archive, inference, images(series));

            assertThat(done.outputs())
                    .extracting(WorkItem.Output::sopClassUid)
                    .containsExactly(SegmentationType.LABEL_MAP_SEGMENTATION_STORAGE, UID.Comprehensive3DSRStorage);
            var stored =
                    archive.index.find(done.outputs().get(0).sopInstanceUid()).orElseThrow();
            try (FileChannel file = new InstanceReader(archive.files).open(stored)) {
                Attributes header = new InstanceReader(archive.files).read(file);
                assertThat(header.getItems(Tag.SegmentSequence))
                        .extracting(segment -> segment.getInt(Tag.SegmentNumber, 0))
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, LABELS).boxed().toList());
                var seg = SegReader.of(
                        header,
                        TransferSyntax.of(stored.transferSyntaxUid()),
                        InstanceBytes.of(file),
                        Codecs.withoutProcess());
                VolumeGeometry grid = series.phantom().geometry();
                LabelVolume found = new LayerReader(seg, grid).read().volumes().get(0);
                assertThat(IntStream.range(0, COLUMNS * ROWS * SLICES).map(found::label))
                        .containsExactlyElementsOf(IntStream.range(0, COLUMNS * ROWS * SLICES)
                                .map(ManyLabelsJobTest::truth)
                                .boxed()
                                .toList());
            }
        }
    }

    /** By the place of the voxel, [z][y][x]. */
    private static int truth(int voxel) {
        return voxel * 7 % (LABELS + 1);
    }

    /** CT numbers that the model takes for the truth. */
    private static List<Attributes> images(PhantomSeries series) {
        List<Attributes> images = series.instances();
        for (int z = 0; z < images.size(); z++) {
            ByteBuffer pixels = ByteBuffer.allocate(2 * COLUMNS * ROWS).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < COLUMNS * ROWS; i++) {
                pixels.putShort((short) (TinyOnnx.STEP * truth(z * COLUMNS * ROWS + i) - INTERCEPT));
            }
            images.get(z).setBytes(Tag.PixelData, VR.OW, pixels.array());
        }
        return images;
    }

    private Done perform(TestArchive archive, LocalInference inference, List<Attributes> images) throws Exception {
        for (Attributes image : images) {
            archive.ingest.receive(cStore(image));
        }
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        var items = new WorkItems(archive.database);
        var models = new ModelRepository(folder.resolve("models"));
        var steps = new ModelSteps(items, models, Duration.ZERO);
        new ManualJobs(archive.database, archive.indexer, items, steps, () -> {})
                .schedule(images.get(0).getString(Tag.SeriesInstanceUID, ""), "tiny")
                .orElseThrow();
        var parts = TestParts.of(archive, folder, SegForm.AUTO);
        return (Done) new SegmentationPerformer(parts, models, inference)
                .perform(items.claim("test").orElseThrow(), (fraction, step) -> {});
    }
}
