package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.testing.TestArchive.cStore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.inference.process.WorkerInference;
import org.voxrelay.inference.process.WorkerSettings;
import org.voxrelay.jobs.JobRunner;
import org.voxrelay.jobs.Performer;
import org.voxrelay.jobs.Performer.Outcome;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.jobs.WorkItem.State;
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
    private static final Pattern UID_FORM = Pattern.compile("\\d+(\\.\\d+){3,}");

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private TestArchive archive;
    private Path modelsDir;
    private ModelRepository models;
    private InstanceReader reader;
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
        models = new ModelRepository(modelsDir);
        reader = new InstanceReader(archive.files);
        var parts = TestParts.of(archive, folder, SegForm.AUTO);
        items = new WorkItems(archive.database);
        inference = new LocalInference(EngineSelection.automatic(1));
        segmentation = new SegmentationPerformer(parts, models, inference);
        quality = performer(inference);
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
    void aReferenceThatIsGoneIsLeftOut() throws Exception {
        Output good = segmented("good", 12);
        Output gone = segmented("gone", 12);
        WorkItem job = ordered("2", good, gone);
        List<String> first = job.task().inputs().subList(0, 1);
        archive.deletion.delete(first);

        assertThat(quality.takes(job)).isTrue();
        assertThat(perform(job)).isInstanceOf(Done.class);
        assertThat(measured("2").path("leftOut"))
                .extracting(JsonNode::asText)
                .containsExactly("Case 1 of 2: The reference is not in the archive any more. Send it again, or measure"
                        + " without it.");
        assertThat(measured("2").path("cases").asInt()).isEqualTo(1);

        archive.deletion.delete(job.task().inputs());
        assertThat(quality.takes(job)).isTrue();
        assertThat(((Impossible) perform(job)).reason())
                .contains("Case 1 of 2: The reference is not", "Case 2 of 2: The reference is not");
    }

    @Test
    void aCaseWhoseSeriesIsGoneIsLeftOut() throws Exception {
        Output bad = segmented("gone", 12);
        assertThat(leftOut(segmented("good", 12), bad, () -> archive.deletion.delete(imagesOf(bad))))
                .startsWith("The series that the reference was made of is not in the archive");
    }

    @Test
    void aCaseWhoseImagesAreNoVolumeAnyMoreIsLeftOut() throws Exception {
        Output bad = segmented("holed", 12);
        assertThat(leftOut(segmented("good", 12), bad, () -> archive.deletion.delete(List.of(middleImageOf(bad)))))
                .startsWith("Slices are missing at 1 place(s)");
    }

    @Test
    void aReferenceInAnotherSpaceThanItsSeriesIsLeftOut() throws Exception {
        Output bad = redrawn(segmented("moved", 12), seg -> seg.setString(Tag.FrameOfReferenceUID, "1.2.3.4"));
        assertThat(leftOut(segmented("good", 12), bad, () -> {}))
                .startsWith("The reference does not lie in the same space as its series");
    }

    @Test
    void aReferenceThatIsNoSegmentationIsLeftOut() throws Exception {
        Output bad = redrawn(segmented("unknown", 12), seg -> seg.setString(Tag.SegmentationType, "SURFACE"));
        assertThat(leftOut(segmented("good", 12), bad, () -> {}))
                .startsWith("The segmentation has the Segmentation Type \"SURFACE\"");
    }

    @Test
    void aReferenceThatWasDamagedOnTheDiskIsLeftOut() throws Exception {
        Output bad = segmented("damaged", 12);
        assertThat(leftOut(segmented("good", 12), bad, () -> damage(bad)))
                .startsWith("The reference or an image of its series was damaged after it was stored: ")
                .endsWith(" An administrator has to restore it from a backup.");
    }

    @Test
    void aSeriesThatIsTooShortForTheModelIsLeftOut() throws Exception {
        change("2", "\"minimumSlices\": 10", "\"minimumSlices\": 13");
        assertThat(leftOut(segmented("long", 13), segmented("short", 12), () -> {}))
                .isEqualTo("The series has 12 slices; ct-tissue needs 13 or more.");
    }

    @Test
    void whereEveryCaseIsLeftOutTheJobSaysWhyAndTheLastQualityStays() throws Exception {
        Output one = segmented("one", 12);
        Output two = segmented("two", 12);
        WorkItem job = ordered("2", one, two);
        assertThat(perform(job)).isInstanceOf(Done.class);
        JsonNode before = measured("2");
        archive.deletion.delete(imagesOf(one));
        archive.deletion.delete(imagesOf(two));

        assertThat(((Impossible) perform(job)).reason())
                .matches("Case 1 of 2: The series .* Case 2 of 2: The series .*")
                .doesNotContainPattern(UID_FORM);
        assertThat(measured("2")).isEqualTo(before);
    }

    @Test
    void aModelThatIsBrokenIsNoFaultOfACase() throws Exception {
        Output good = segmented("good", 12);
        Output gone = segmented("gone", 12);
        without("2", "Bone");
        WorkItem job = ordered("2", good, gone);
        archive.deletion.delete(imagesOf(gone));

        assertThat(((Impossible) perform(job)).reason())
                .startsWith("The graph of ct-tissue gives the label 4, which its package does not describe");
        assertThat(modelsDir.resolve("ct-tissue/2/quality.json")).doesNotExist();
    }

    @Test
    void aFileThatIsNotReadableNowCostsTheAttempt() throws Exception {
        WorkItem job = ordered("2", segmented("good", 12), segmented("unreadable", 12));
        for (Path segment : segments()) {
            Files.move(segment, folder.resolve(segment.getFileName()));
        }
        assertThatThrownBy(() -> perform(job)).isInstanceOf(IOException.class);
        assertThat(modelsDir.resolve("ct-tissue/2/quality.json")).doesNotExist();
    }

    @Test
    @Timeout(300)
    void aLostInferenceProcessCostsTheAttemptAndNoCase() throws Exception {
        Output reference = segmented("lost", 12);
        try (var process = new WorkerInference(workerSettings(), "a child", Executors.defaultThreadFactory());
                var runner = new JobRunner(items, killedOnce(performer(process)), "test")) {
            var ordered =
                    (Scheduled) measurements.order("ct-tissue", "2", Set.of(), List.of(reference.seriesInstanceUid()));
            runner.start(Thread::new);
            WorkItem failed = await(ordered.uid(), State.SCHEDULED, 1);
            assertThat(failed.reason()).startsWith("The worker process was lost.");
            archive.database.write(c -> c.createStatement().executeUpdate("update workitem set run_after = now()"));
            runner.wake();
            await(ordered.uid(), State.COMPLETED, 2);
        }
        assertThat(measured("2").path("cases").asInt()).isEqualTo(1);
        assertThat(measured("2").path("leftOut")).isEmpty();
    }

    /** Measures a case beside one that is in order. @return why it was left out */
    private String leftOut(Output good, Output bad, Harm harm) throws Exception {
        WorkItem job = ordered("2", good, bad);
        harm.happen();
        assertThat(perform(job)).isInstanceOf(Done.class);

        JsonNode measured = measured("2");
        assertThat(measured.path("cases").asInt()).isEqualTo(1);
        assertThat(measured.path("labels"))
                .isNotEmpty()
                .allSatisfy(label -> assertThat(label.path("dice").asDouble()).isEqualTo(1));
        assertThat(measured.path("leftOut")).hasSize(1);
        assertThat(measured.toString()).doesNotContainPattern(UID_FORM).doesNotContain("PHANTOM");
        String why = measured.path("leftOut").path(0).asText();
        String place = "Case " + (job.task().inputs().indexOf(bad.sopInstanceUid()) + 1) + " of 2: ";
        assertThat(why).startsWith(place);
        return why.substring(place.length());
    }

    private interface Harm {
        void happen() throws Exception;
    }

    private List<String> imagesOf(Output reference) throws Exception {
        StoredInstance stored = archive.index.find(reference.sopInstanceUid()).orElseThrow();
        return archive.index.ofStudy(stored.studyInstanceUid()).stream()
                .filter(one -> one.sopClassUid().equals(UID.CTImageStorage))
                .map(StoredInstance::sopInstanceUid)
                .toList();
    }

    private String middleImageOf(Output reference) throws Exception {
        var images = new TreeMap<Double, String>();
        for (String uid : imagesOf(reference)) {
            Attributes header = reader.readMetadata(archive.index.find(uid).orElseThrow());
            images.put(header.getDoubles(Tag.ImagePositionPatient)[2], uid);
        }
        assertThat(images).hasSizeGreaterThan(2);
        return List.copyOf(images.values()).get(images.size() / 2);
    }

    /** The same segmentation with a difference, as another one of the study. */
    private Output redrawn(Output reference, Consumer<Attributes> change) throws Exception {
        StoredInstance stored = archive.index.find(reference.sopInstanceUid()).orElseThrow();
        Attributes seg;
        try (var in = new DicomInputStream(Channels.newInputStream(archive.files.open(stored.place())))) {
            seg = in.readDataset();
        }
        String uid = Uid.named("redrawn " + stored.sopInstanceUid()).value();
        seg.setString(Tag.SOPInstanceUID, uid);
        seg.setString(Tag.SeriesInstanceUID, uid + ".1");
        change.accept(seg);
        archive.ingest.receive(cStore(seg));
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        return new Output(stored.sopClassUid(), uid + ".1", uid);
    }

    private void damage(Output reference) throws Exception {
        StoredInstance stored = archive.index.find(reference.sopInstanceUid()).orElseThrow();
        LogPlace place = LogPlace.of(stored.place()).orElseThrow();
        try (var file = FileChannel.open(
                folder.resolve("segments").resolve(place.segment() + ".seg"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate((int) place.length() / 2), place.offset());
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder.resolve("segments"))) {
            return files.filter(file -> file.toString().endsWith(".seg")).toList();
        }
    }

    /** Ends the child as soon as it is there, once: what is read before it needs none. */
    private static Performer killedOnce(QualityPerformer performer) {
        var killed = new AtomicBoolean();
        return (item, progress) -> performer.perform(item, (fraction, step) -> {
            if (!step.contains("reading") && killed.compareAndSet(false, true)) {
                while (!children().anyMatch(ProcessHandle::destroyForcibly)) {
                    Thread.sleep(10);
                }
            }
            progress.at(fraction, step);
        });
    }

    /** The database is one, too, and no Java. */
    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(command -> command.endsWith("java"))
                        .isPresent());
    }

    private WorkerSettings workerSettings() {
        return new WorkerSettings(
                System.getProperty("java.class.path"),
                256 << 20,
                4L << 30,
                folder.resolve("tmp"),
                1,
                folder.resolve("engines"),
                EnginePlaces.NONE,
                InferenceLimits.DEFAULT,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2));
    }

    private WorkItem await(String job, State state, int attempts) throws Exception {
        WorkItem item = items.find(job).orElseThrow();
        while (item.state() != state || item.attempts() != attempts) {
            assertThat(item.state()).isNotEqualTo(State.CANCELED);
            Thread.sleep(50);
            item = items.find(job).orElseThrow();
        }
        return item;
    }

    private QualityPerformer performer(Inference computing) {
        return new QualityPerformer(
                TestParts.of(archive, folder, SegForm.AUTO),
                new ModelInputs(archive.database),
                models,
                new ModelStore(modelsDir),
                computing);
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

    /** Takes a label out of the package; the graph gives it. */
    private void without(String version, String label) throws Exception {
        Path description = modelsDir.resolve("ct-tissue").resolve(version).resolve("model.json");
        var json = new ObjectMapper();
        JsonNode described = json.readTree(description.toFile());
        var labels = described.path("labels").elements();
        while (labels.hasNext()) {
            if (labels.next().path("name").asText().equals(label)) {
                labels.remove();
            }
        }
        json.writeValue(description.toFile(), described);
    }

    private void change(String version, String from, String to) throws Exception {
        Path description = modelsDir.resolve("ct-tissue").resolve(version).resolve("model.json");
        Files.writeString(description, Files.readString(description).replace(from, to));
    }
}
