package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;
import static org.voxrelay.testing.TestArchive.stow;

import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.Transcoder;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegReader;
import org.voxrelay.dicom.seg.SegmentationType;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.Performer;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.query.Level;
import org.voxrelay.query.Query;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.rules.Settling;
import org.voxrelay.testing.TestArchive;

/** From stored images to stored results, with the real database, rules, model and engine. */
class MainJobTest {
    private static final Performer.Progress NOBODY = (fraction, step) -> {};

    @TempDir
    Path folder;

    private TestArchive archive;
    private InstanceReader reader;
    private WorkItems items;
    private Settling settling;
    private LocalInference inference;
    private SegmentationPerformer performer;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        reader = new InstanceReader(archive.files);
        items = new WorkItems(archive.database);
        var models = new ModelRepository(Path.of("../models"));
        settling = new Settling(
                archive.database,
                new ModelSteps(items, models, Duration.ofMinutes(1)),
                (connection, study) -> {},
                () -> {});
        inference = new LocalInference(EngineSelection.automatic(1));
        performer = performer(models, SegForm.AUTO);
    }

    private SegmentationPerformer performer(ModelRepository models, SegForm form) {
        return new SegmentationPerformer(TestParts.of(archive, folder, form), models, inference);
    }

    @AfterEach
    void stop() throws Exception {
        inference.close();
        archive.close();
    }

    @ParameterizedTest
    @EnumSource(SliceOrder.class)
    void theLabelsOfAStoredSeriesAreItsTruth(SliceOrder order) throws Exception {
        var phantom = phantom(20);
        store(PhantomSeries.of(phantom, "main " + order).with(order));

        var done = (Done) performer.perform(onlyJob(), NOBODY);

        assertThat(done.outputs())
                .extracting(WorkItem.Output::sopClassUid)
                .containsExactly(UID.SegmentationStorage, UID.Comprehensive3DSRStorage);
        assertThat(done.timings().keySet()).containsExactlyInAnyOrder("load", "infer", "write");
        assertThat(dice(phantom, done)).allSatisfy(dice -> assertThat(dice).isGreaterThan(0.97));
    }

    @Test
    void whereLabelMapsAreWantedTheResultIsOneWithTheSameNumbers() throws Exception {
        var phantom = phantom(20);
        store(PhantomSeries.of(phantom, "labelmap"));

        var done = (Done) performer(new ModelRepository(Path.of("../models")), SegForm.LABELMAP)
                .perform(onlyJob(), NOBODY);

        assertThat(done.outputs().get(0).sopClassUid()).isEqualTo(SegmentationType.LABEL_MAP_SEGMENTATION_STORAGE);
        assertThat(archive.index
                        .find(done.outputs().get(0).sopInstanceUid())
                        .orElseThrow()
                        .transferSyntaxUid())
                .isEqualTo(UID.RLELossless);
        assertThat(dice(phantom, done)).allSatisfy(dice -> assertThat(dice).isGreaterThan(0.97));
    }

    @ParameterizedTest
    @ValueSource(strings = {UID.JPEGLosslessSV1, UID.RLELossless})
    void aSeriesThatCameCompressedIsSegmentedAsWell(String transferSyntaxUid) throws Exception {
        var phantom = phantom(12);
        for (Attributes image : PhantomSeries.of(phantom, "compressed").instances()) {
            archive.ingest.receive(stow(compressed(image, transferSyntaxUid)));
        }

        var done = (Done) performer.perform(onlyJob(), NOBODY);

        assertThat(dice(phantom, done)).allSatisfy(dice -> assertThat(dice).isGreaterThan(0.97));
    }

    private static byte[] compressed(Attributes image, String transferSyntaxUid) throws Exception {
        var transcoder = new Transcoder(
                image,
                TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
                InstanceBytes.NONE,
                TransferSyntax.of(transferSyntaxUid),
                Codecs.withoutProcess());
        var bytes = new ByteArrayOutputStream();
        var meta = FileMetaInformation.of(
                new Uid(image.getString(Tag.SOPClassUID, "")),
                new Uid(image.getString(Tag.SOPInstanceUID, "")),
                transferSyntaxUid);
        transcoder.writeFile(meta, bytes);
        return bytes.toByteArray();
    }

    @Test
    void runningTheJobAgainDoublesNothing() throws Exception {
        store(PhantomSeries.of(phantom(12), "again"));
        WorkItem job = onlyJob();
        var first = (Done) performer.perform(job, NOBODY);
        byte[] segmentation = bytes(first.outputs().get(0));

        assertThat(((Done) performer.perform(job, NOBODY)).outputs()).isEqualTo(first.outputs());

        assertThat(find(Level.SERIES, job).stream().map(m -> m.getString(Tag.Modality, "")))
                .containsExactlyInAnyOrder("CT", "SEG", "SR");
        assertThat(bytes(first.outputs().get(0))).isEqualTo(segmentation);
    }

    @Test
    void anAttemptThatDiedBetweenSegAndSrIsCompletedByTheNext() throws Exception {
        var series = PhantomSeries.of(phantom(12), "half");
        store(series);
        WorkItem job = onlyJob();
        var first = (Done) performer.perform(job, NOBODY);
        String report = first.outputs().get(1).sopInstanceUid();
        forget(report);

        var second = (Done) performer.perform(job, NOBODY);

        assertThat(second.outputs()).isEqualTo(first.outputs());
        assertThat(archive.index.find(report)).isPresent();
        assertThat(find(Level.INSTANCE, job)).hasSize(14);
    }

    @Test
    void ownResultsTriggerNoRuleAlsoWhenTheyComeHome() throws Exception {
        store(PhantomSeries.of(phantom(12), "loop"));
        WorkItem job = onlyJob();
        var done = (Done) performer.perform(job, NOBODY);
        byte[] segmentation = bytes(done.outputs().get(0));
        forget(done.outputs().get(0).sopInstanceUid());
        archive.ingest.receive(stow(segmentation));
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        Thread.sleep(20);

        assertThat(settle()).isZero();
        assertThat(items.list("", 10, 0)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GANTRY_TILT, tilt",
        "DUPLICATE_POSITIONS, are the same",
        "MISSING_SLICE, missing",
        "UNEVEN_SPACING, distance",
        "TWO_ORIENTATIONS, different directions"
    })
    void aSeriesThatIsNoVolumeEndsWithAReasonAndNoSegmentation(Fault fault, String reason) throws Exception {
        store(PhantomSeries.of(phantom(14), "fault " + fault).with(fault));
        WorkItem job = onlyJob();

        var outcome = performer.perform(job, NOBODY);

        assertThat(outcome).isInstanceOf(Impossible.class);
        assertThat(((Impossible) outcome).reason()).containsIgnoringCase(reason);
        assertThat(find(Level.SERIES, job)).hasSize(1);
    }

    @Test
    void tooFewImagesTriggerNothing() throws Exception {
        store(PhantomSeries.of(phantom(9), "few"));
        assertThat(settle()).isEqualTo(1);
        assertThat(items.list("", 10, 0)).isEmpty();
    }

    @Test
    void sagittalImagesAreNotForTheDefaultRule() throws Exception {
        store(PhantomSeries.of(CtPhantom.of(Orientation.SAGITTAL, 32, 32, 12), "sagittal"));
        assertThat(settle()).isEqualTo(1);
        assertThat(items.list("", 10, 0)).isEmpty();
    }

    @Test
    void aRuleForAModelThatIsNotThereSaysSo() throws Exception {
        update("update rule set model = 'liver'");
        store(PhantomSeries.of(phantom(12), "missing model"));
        settle();

        WorkItem job = items.list("", 10, 0).get(0);
        assertThat(job.state()).isEqualTo(State.CANCELED);
        assertThat(job.reason()).contains("liver");
    }

    @Test
    void aLateSliceStartsTheWorkAnewUnderOtherUids() throws Exception {
        var series = PhantomSeries.of(phantom(13), "late").instances();
        for (Attributes image : series.subList(0, 12)) {
            archive.ingest.receive(cStore(image));
        }
        WorkItem early = onlyJob();
        archive.ingest.receive(cStore(series.get(12)));
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        Thread.sleep(20);
        settle();

        var jobs = items.list("", 10, 0);
        assertThat(jobs).hasSize(2);
        assertThat(jobs.get(0).task().inputs()).hasSize(13);
        assertThat(ResultDescription.uid(jobs.get(0), ResultRole.SEGMENTATION))
                .isNotEqualTo(ResultDescription.uid(early, ResultRole.SEGMENTATION));
    }

    private static CtPhantom phantom(int slices) {
        return CtPhantom.of(Orientation.AXIAL, 64, 56, slices);
    }

    private void store(PhantomSeries series) throws Exception {
        archive.store(series.instances());
    }

    private int settle() {
        var settled = new AtomicInteger();
        while (settling.settleOne()) {
            settled.incrementAndGet();
        }
        return settled.get();
    }

    private WorkItem onlyJob() throws Exception {
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        Thread.sleep(20);
        assertThat(settle()).isEqualTo(1);
        assertThat(settle()).isZero();
        var jobs = items.list("", 10, 0);
        assertThat(jobs).hasSize(1);
        return items.claim("test").orElseThrow();
    }

    private List<Attributes> find(Level level, WorkItem job) throws Exception {
        var keys = new Attributes()
                .setString(Tag.StudyInstanceUID, VR.UI, job.task().studyUid());
        return archive.queries
                .find(new Query(level, keys, Set.of(), false, 100, 0))
                .matches();
    }

    private byte[] bytes(WorkItem.Output output) throws Exception {
        var bytes = new ByteArrayOutputStream();
        reader.writeTo(archive.index.find(output.sopInstanceUid()).orElseThrow(), bytes);
        return bytes.toByteArray();
    }

    private void forget(String sopInstanceUid) {
        update("delete from instance where uid = '" + new Uid(sopInstanceUid).value() + "'");
    }

    private void update(String sql) {
        archive.database.write(c -> c.createStatement().executeUpdate(sql));
    }

    /** Overlap of each segment with the truth, by the images that its frames name. */
    private List<Double> dice(CtPhantom phantom, Done done) throws Exception {
        var stored = archive.index.find(done.outputs().get(0).sopInstanceUid()).orElseThrow();
        long[] both = new long[5];
        long[] found = new long[5];
        long[] truth = new long[5];
        var geometry = phantom.geometry();
        try (FileChannel file = reader.open(stored)) {
            var seg = SegReader.of(
                    reader.read(file),
                    TransferSyntax.of(stored.transferSyntaxUid()),
                    InstanceBytes.of(file),
                    Codecs.withoutProcess());
            char[] mask = new char[geometry.xSize() * geometry.ySize()];
            for (var frame : seg.frames()) {
                seg.labels(frame, mask);
                int z = (int) Math.round(
                        frame.plane().position().minus(geometry.origin()).dot(geometry.zDirection())
                                / geometry.zSpacingMm());
                for (int i = 0; i < mask.length; i++) {
                    int is = phantom.label(i % geometry.xSize(), i / geometry.xSize(), z);
                    found[mask[i]] += mask[i] == 0 ? 0 : 1;
                    both[mask[i]] += is == mask[i] ? 1 : 0;
                }
            }
        }
        for (int z = 0; z < geometry.zSize(); z++) {
            for (int i = 0; i < geometry.xSize() * geometry.ySize(); i++) {
                truth[phantom.label(i % geometry.xSize(), i / geometry.xSize(), z)]++;
            }
        }
        return IntStream.rangeClosed(1, 4)
                .mapToObj(label -> 2.0 * both[label] / (found[label] + truth[label]))
                .toList();
    }
}
