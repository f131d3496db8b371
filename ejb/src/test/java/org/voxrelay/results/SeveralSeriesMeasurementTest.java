package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.Algorithm;
import org.voxrelay.dicom.derived.Equipment;
import org.voxrelay.dicom.derived.Identity;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Rgb;
import org.voxrelay.dicom.seg.SegDescription;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegWriter;
import org.voxrelay.dicom.seg.Segment;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.Coding;
import org.voxrelay.inference.model.Label;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.ingest.IngestResult.Stored;
import org.voxrelay.jobs.Performer.Outcome;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.results.Measurements.Result.Scheduled;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.rules.ModelInputs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.rules.Settling;
import org.voxrelay.testing.MrStudy;
import org.voxrelay.testing.TestArchive;

/**
 * A model of two channels is measured. The references are the labels that nnU-Net itself made with the same weights, as they
 * are and drawn badly: what must come out is known from these alone.
 */
class SeveralSeriesMeasurementTest {
    private static final MrStudy STUDY = new MrStudy("measured");
    private static final int COLUMNS = 46;
    private static final int SLICE = 50 * COLUMNS;
    private static final double VOXEL_ML = 0.7 * 0.7 * 5 / 1000;
    /** Of 10,000 labels one may be another than nnU-Net's, which matters more the smaller the segment is. */
    private static final double TOLERANCE = 1e-3;

    @TempDir
    Path folder;

    private TestArchive archive;
    private WorkItems items;
    private Settling settling;
    private List<Label> labels;
    private LocalInference inference;
    private QualityPerformer quality;
    private Measurements measurements;
    private byte[] ofNnUnet;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        items = new WorkItems(archive.database);
        Path modelsDir = MrStudy.models(folder.resolve("models"), "[0, 1, 2]");
        var models = new ModelRepository(modelsDir);
        labels = models.version(MrStudy.MODEL, "1").labels();
        var steps = new ModelSteps(items, models, Duration.ZERO);
        settling = new Settling(archive.database, steps, (connection, study) -> {}, () -> {});
        inference = new LocalInference(EngineSelection.automatic(1));
        quality = new QualityPerformer(
                TestParts.of(archive, folder, SegForm.AUTO),
                new ModelInputs(archive.database),
                models,
                new ModelStore(modelsDir),
                inference);
        var retrieval = new Retrieval(archive.database, archive.indexer, archive.index);
        measurements = new Measurements(
                archive.database, retrieval, new InstanceReader(archive.files), models, items, () -> {});
        ofNnUnet = MrStudy.labelsOfNnUnet();
    }

    @AfterEach
    void stop() throws Exception {
        inference.close();
        archive.close();
    }

    @Test
    void theOtherChannelIsFoundInTheStudyAndTheNumbersAreThoseOfNnUnetsLabels() throws Exception {
        List<Attributes> first = store(STUDY.segmented("t1 axial", 0));
        store(STUDY.segmented("t2 axial", 1));
        byte[] bad = drawnBadly();

        assertThat(measure(reference(first, ofNnUnet), reference(first, bad))).isInstanceOf(Done.class);

        JsonNode measured = measured();
        assertThat(measured.path("cases").asInt()).isEqualTo(2);
        assertThat(measured.path("leftOut")).isEmpty();
        assertThat(measured.path("labels")).hasSize(2);
        for (JsonNode label : measured.path("labels")) {
            int number = label.path("number").asInt();
            double worst = dice(number, bad);
            assertThat(worst).isBetween(0.1, 0.9);
            assertThat(label.path("diceLowest").asDouble()).isCloseTo(worst, within(TOLERANCE));
            assertThat(label.path("dice").asDouble()).isCloseTo((1 + worst) / 2, within(TOLERANCE));
            double more = (count(number, ofNnUnet) - count(number, bad)) * VOXEL_ML;
            assertThat(label.path("volumeDifferenceMl").asDouble()).isCloseTo(more / 2, within(TOLERANCE));
        }
    }

    @Test
    void aReferenceOnAnotherChannelIsComparedIfThatLiesOnTheSameVoxels() throws Exception {
        store(STUDY.segmented("t1 axial", 0));
        List<Attributes> second = store(STUDY.segmented("t2 axial", 1));

        assertThat(measure(reference(second, ofNnUnet))).isInstanceOf(Done.class);

        assertThat(measured().path("labels"))
                .hasSize(2)
                .allSatisfy(label -> assertThat(label.path("dice").asDouble()).isCloseTo(1, within(TOLERANCE)));
    }

    @Test
    void aReferenceOnOtherVoxelsThanTheFirstChannelIsRefused() throws Exception {
        store(STUDY.segmented("t1 axial", 0));
        List<Attributes> second = store(STUDY.series("t2 axial", 9));

        var outcome = measure(reference(second, new byte[40 * 32 * 9]));

        assertThat(((Impossible) outcome).reason())
                .startsWith("Case 1 of 1: The reference does not lie on the voxels of the model's first channel");
    }

    @Test
    void aCaseWhoseChannelsLieInSeveralSpacesIsSaidAndTheOthersAreMeasured() throws Exception {
        List<Attributes> first = store(STUDY.segmented("t1 axial", 0));
        store(STUDY.segmented("t2 axial", 1));
        var other = new MrStudy("other spaces");
        List<Attributes> apart = store(other.segmented("t1 axial", 0));
        List<Attributes> moved = other.segmented("t2 axial", 1);
        moved.forEach(image -> image.setString(Tag.FrameOfReferenceUID, "1.2.3.4"));
        store(moved);

        assertThat(measure(reference(first, ofNnUnet), reference(apart, ofNnUnet)))
                .isInstanceOf(Done.class);

        assertThat(measured().path("cases").asInt()).isEqualTo(1);
        assertThat(measured().path("leftOut"))
                .extracting(JsonNode::asText)
                .hasSize(1)
                .allMatch(why -> why.matches("Case [12] of 2: The series of channels 1 and 2 do not lie in the same"
                        + " space: their Frame of Reference UIDs are not equal\\. .*"));
        assertThat(measured().toString()).doesNotContain("2.25.", "1.2.");
    }

    @Test
    void theReferencesSeriesIsTakenWhereTheRulesLeaveSeveral() throws Exception {
        List<Attributes> first = store(STUDY.segmented("t1 axial", 0));
        store(STUDY.segmented("t1 again", 1));
        store(STUDY.segmented("t2 axial", 1));

        assertThat(measure(reference(first, ofNnUnet))).isInstanceOf(Done.class);

        assertThat(measured().path("labels"))
                .hasSize(2)
                .allSatisfy(label -> assertThat(label.path("dice").asDouble()).isCloseTo(1, within(TOLERANCE)));
    }

    @Test
    void aCaseWithoutAllChannelsIsSaidAndTheOthersAreMeasured() throws Exception {
        List<Attributes> first = store(STUDY.segmented("t1 axial", 0));
        store(STUDY.segmented("t2 axial", 1));
        var lacking = new MrStudy("lacks t2");
        List<Attributes> alone = store(lacking.segmented("t1 axial", 0));
        var unclear = new MrStudy("t2 twice");
        List<Attributes> twice = store(unclear.segmented("t1 axial", 0));
        store(unclear.segmented("t2 axial", 1));
        store(unclear.segmented("t2 again", 1));

        assertThat(measure(reference(alone, ofNnUnet), reference(first, ofNnUnet), reference(twice, ofNnUnet)))
                .isInstanceOf(Done.class);

        JsonNode measured = measured();
        assertThat(measured.path("cases").asInt()).isEqualTo(1);
        assertThat(measured.path("labels")).hasSize(2).allSatisfy(label -> {
            assertThat(label.path("cases").asInt()).isEqualTo(1);
            assertThat(label.path("dice").asDouble()).isCloseTo(1, within(TOLERANCE));
        });
        assertThat(measured.path("leftOut"))
                .extracting(JsonNode::asText)
                .hasSize(2)
                .allMatch(why -> why.matches("Case [123] of 3: The study has .*\\."))
                .anyMatch(why -> why.endsWith(
                        "The study has no series for the model's channel 'T1' (MR," + " {SeriesDescription=^t2})."))
                .anyMatch(why -> why.contains("has 2 series for the model's channel"));
        assertThat(measured.toString()).doesNotContain("2.25.", "1.2.");
    }

    @Test
    void whereNoCaseHasAllChannelsNothingIsKept() throws Exception {
        List<Attributes> first = store(STUDY.segmented("t1 axial", 0));

        var outcome = measure(reference(first, ofNnUnet));

        assertThat(((Impossible) outcome).reason())
                .startsWith("Case 1 of 1: The study has no series for the model's channel");
        assertThat(qualityFile()).doesNotExist();
    }

    /** As somebody drew it who leaves out every third slice, and is a column aside on every other third. */
    private byte[] drawnBadly() {
        byte[] drawn = ofNnUnet.clone();
        for (int i = 0; i < drawn.length; i++) {
            int slice = i / SLICE % 3;
            if (slice == 1) {
                drawn[i] = 0;
            } else if (slice == 2) {
                drawn[i] = i % COLUMNS == 0 ? 0 : ofNnUnet[i - 1];
            }
        }
        return drawn;
    }

    private double dice(int label, byte[] reference) {
        int both = 0;
        for (int i = 0; i < reference.length; i++) {
            both += ofNnUnet[i] == label && reference[i] == label ? 1 : 0;
        }
        return 2.0 * both / (count(label, ofNnUnet) + count(label, reference));
    }

    private static int count(int label, byte[] labels) {
        int count = 0;
        for (byte value : labels) {
            count += value == label ? 1 : 0;
        }
        return count;
    }

    private List<Attributes> store(List<Attributes> images) throws Exception {
        archive.store(images);
        while (settling.settleOne()) {
            Thread.onSpinWait();
        }
        return images;
    }

    /** @return the series of a segmentation that a person made of the series */
    private String reference(List<Attributes> images, byte[] drawn) throws Exception {
        String name = images.get(0).getString(Tag.SeriesInstanceUID, "") + " " + Arrays.hashCode(drawn);
        var geometry = ((Stacked) SliceStack.ofImages(images)).geometry();
        var bytes = new ByteArrayOutputStream();
        new SegWriter(description(name)).write(images, new LabelVolume(geometry, ByteBuffer.wrap(drawn)), bytes);
        var stored = (Stored) archive.ingest.receive(TestArchive.stow(bytes.toByteArray()));
        return stored.series().value();
    }

    private SegDescription description(String name) {
        var segments = new ArrayList<Segment>();
        for (Label label : labels) {
            segments.add(new Segment(
                    label.number(),
                    label.name(),
                    code(label.category()),
                    code(label.type()),
                    label.region().map(SeveralSeriesMeasurementTest::code),
                    label.side().map(SeveralSeriesMeasurementTest::code),
                    new Rgb(255, 0, 0),
                    label.name(),
                    Uid.named(name + " tracking " + label.number())));
        }
        return new SegDescription(
                new Identity(
                        Uid.named(name + " instance"),
                        Uid.named(name + " series"),
                        9,
                        "drawn",
                        OffsetDateTime.parse("2026-01-05T10:00:00Z")),
                new Equipment("Test", "Test", "1", "1", Uid.named("device of a test")),
                new Algorithm(
                        "somebody",
                        "1",
                        new Code("123110", "DCM", "Artificial Intelligence"),
                        Optional.empty(),
                        Optional.empty()),
                "SEGMENTATION",
                "drawn",
                segments);
    }

    private static Code code(Coding concept) {
        return new Code(concept.value(), concept.scheme(), concept.meaning());
    }

    private Outcome measure(String... references) throws Exception {
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        var scheduled = (Scheduled) measurements.order(MrStudy.MODEL, "1", Set.of(), List.of(references));
        WorkItem claimed = items.claim("test").orElseThrow();
        assertThat(claimed.uid()).isEqualTo(scheduled.uid());
        return quality.perform(claimed, (fraction, step) -> {});
    }

    private Path qualityFile() {
        return folder.resolve("models").resolve(MrStudy.MODEL).resolve("1/quality.json");
    }

    private JsonNode measured() throws Exception {
        return new ObjectMapper().readTree(qualityFile().toFile());
    }
}
