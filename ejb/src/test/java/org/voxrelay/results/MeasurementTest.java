package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.jobs.Performer.Outcome;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.results.Measurements.Result.Scheduled;
import org.voxrelay.results.Measurements.Result.Unknown;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.ModelInputs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.testing.TestArchive;

/** A second version of a model is held against what the first one stored, with the real archive, model and engine. */
class MeasurementTest {
    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private TestArchive archive;
    private Path modelsDir;
    private WorkItems items;
    private LocalInference inference;
    private SegmentationPerformer segmentation;
    private QualityPerformer quality;
    private ManualJobs manual;
    private Measurements measurements;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        modelsDir = folder.resolve("models");
        version("1", "Bone");
        version("2", "Bone");
        Files.writeString(modelsDir.resolve("ct-tissue/active"), "1");
        var models = new ModelRepository(modelsDir);
        var reader = new InstanceReader(archive.files);
        var parts = TestParts.of(archive, folder, SegForm.AUTO);
        items = new WorkItems(archive.database);
        inference = new LocalInference(EngineSelection.automatic(1));
        segmentation = new SegmentationPerformer(parts, models, inference);
        quality = new QualityPerformer(
                parts, new ModelInputs(archive.database), models, new ModelStore(modelsDir), inference);
        manual = new ManualJobs(
                archive.database,
                archive.indexer,
                items,
                new ModelSteps(items, models, Duration.ofMinutes(1)),
                () -> {});
        var retrieval = new Retrieval(archive.database, archive.indexer, archive.index);
        measurements = new Measurements(archive.database, retrieval, reader, models, items, () -> {});
    }

    @AfterEach
    void stop() throws Exception {
        inference.close();
        archive.close();
    }

    @Test
    void whatAgreesIsMeasuredAndKeptWithoutNamingACase() throws Exception {
        Output first = segmented("one", 20);
        Output second = segmented("two", 14);
        WorkItem job = ordered("2", first, second);

        assertThat(quality.takes(job)).isTrue();
        assertThat(perform(job)).isInstanceOf(Done.class);

        JsonNode measured = measured("2");
        assertThat(measured.path("cases").asInt()).isEqualTo(2);
        assertThat(measured.path("measured").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(measured.path("labels")).hasSize(4).allSatisfy(label -> {
            assertThat(label.path("cases").asInt()).isEqualTo(2);
            assertThat(label.path("dice").asDouble()).isEqualTo(1);
            assertThat(label.path("volumeErrorMl").asDouble()).isZero();
            assertThat(label.path("surfaceDistanceMm").asDouble()).isZero();
        });
        assertThat(measured.path("notInReference")).isEmpty();
        assertThat(measured.path("leftOut")).isEmpty();
        assertThat(measured.toString()).doesNotContain("2.25.", "1.2.", "PHANTOM");
        assertThat(told).contains("case 2 of 2, comparing");
        assertThat(archive.index.ofStudy(job.task().studyUid())).hasSize(22); // nothing was stored
    }

    @Test
    void aLabelThatMeansSomethingElseIsNotCompared() throws Exception {
        Output reference = segmented("other", 12);
        version("3", "Cartilage");
        change("3", "3138006", "61496007");

        assertThat(perform(ordered("3", reference))).isInstanceOf(Done.class);

        assertThat(measured("3").path("labels")).hasSize(3);
        assertThat(measured("3").path("notInReference").path(0).asText()).isEqualTo("Cartilage");
    }

    @Test
    void theSameOrderMeasuresOnceMore() throws Exception {
        Output reference = segmented("again", 12);
        WorkItem job = ordered("2", reference);
        items.complete(job, "test", (Done) perform(job));
        assertThat(ordered("2", reference).uid()).isEqualTo(job.uid());
    }

    @Test
    void whatSaysNothingIsRefused() throws Exception {
        Output reference = segmented("refused", 12);
        String series = reference.seriesInstanceUid();
        assertThat(why("1", Set.of(), series)).contains("made by this version itself");
        assertThat(why("9", Set.of(), series)).contains("cannot be used");
        assertThat(why("2", Set.of("1.2.3"), series)).contains("not asked for");
        assertThat(measurements.order("ct-tissue", "2", Set.of(), List.of("1.2.3")))
                .isInstanceOf(Unknown.class);
        assertThat(manual.schedule(series, "ct-tissue")).isEmpty();
        assertThat(modelsDir.resolve("ct-tissue/2/quality.json")).doesNotExist();
    }

    @Test
    void imagesThatAreGoneAreSaid() throws Exception {
        Output reference = segmented("gone", 12);
        WorkItem job = ordered("2", reference);
        archive.database.write(c -> c.createStatement()
                .executeUpdate("delete from instance where uid <> '" + reference.sopInstanceUid() + "'"));
        assertThat(((Impossible) perform(job)).reason()).contains("not in the archive");
        assertThat(modelsDir.resolve("ct-tissue/2/quality.json")).doesNotExist();
    }

    private Output segmented(String name, int slices) throws Exception {
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 64, 56, slices), name);
        for (Attributes image : series.instances()) {
            archive.ingest.receive(cStore(image));
        }
        // Without waiting: a series is there when its sender has the answer.
        manual.schedule(series.identity().series().value(), "ct-tissue").orElseThrow();
        WorkItem job = items.claim("test").orElseThrow();
        var done = (Done) segmentation.perform(job, (fraction, step) -> {});
        items.complete(job, "test", done);
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        return done.outputs().get(0);
    }

    private WorkItem ordered(String version, Output... references) throws Exception {
        List<String> series =
                List.of(references).stream().map(Output::seriesInstanceUid).toList();
        var scheduled = (Scheduled) measurements.order("ct-tissue", version, Set.of(), series);
        WorkItem claimed = items.claim("test").orElseThrow();
        assertThat(claimed.uid()).isEqualTo(scheduled.uid());
        return claimed;
    }

    private Outcome perform(WorkItem job) throws Exception {
        return quality.perform(job, (fraction, step) -> told.add(step));
    }

    private String why(String version, Set<String> series, String reference) throws Exception {
        var result = measurements.order("ct-tissue", version, series, List.of(reference));
        return ((Measurements.Result.Impossible) result).why();
    }

    private JsonNode measured(String version) throws Exception {
        return new ObjectMapper()
                .readTree(modelsDir
                        .resolve("ct-tissue/" + version + "/quality.json")
                        .toFile());
    }

    /** The shipped model under another number, its label for bone by another name. */
    private void version(String version, String bone) throws Exception {
        Path shipped = Path.of("../models/ct-tissue/1");
        Path target = Files.createDirectories(modelsDir.resolve("ct-tissue").resolve(version));
        Files.copy(shipped.resolve("model.onnx"), target.resolve("model.onnx"));
        Files.copy(shipped.resolve("model.json"), target.resolve("model.json"));
        change(version, "\"version\": \"1\"", "\"version\": \"" + version + "\"");
        change(version, "\"name\": \"Bone\"", "\"name\": \"" + bone + "\"");
    }

    private void change(String version, String from, String to) throws Exception {
        Path description = modelsDir.resolve("ct-tissue").resolve(version).resolve("model.json");
        Files.writeString(description, Files.readString(description).replace(from, to));
    }
}
