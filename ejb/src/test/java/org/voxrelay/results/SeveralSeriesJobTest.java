package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.Performer.Outcome;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.rules.Settling;
import org.voxrelay.testing.MrStudy;
import org.voxrelay.testing.TestArchive;

/** What is made of two series by a model that needs both. */
class SeveralSeriesJobTest {
    private static final MrStudy STUDY = new MrStudy("job of several");

    @TempDir
    Path folder;

    private TestArchive archive;
    private InstanceReader reader;
    private WorkItems items;
    private Settling settling;
    private ManualJobs manual;
    private LocalInference inference;
    private SegmentationPerformer performer;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        reader = new InstanceReader(archive.files);
        items = new WorkItems(archive.database);
        var models = new ModelRepository(MrStudy.models(folder.resolve("models")));
        var steps = new ModelSteps(items, models, Duration.ZERO);
        settling = new Settling(archive.database, steps, (connection, study) -> {}, () -> {});
        manual = new ManualJobs(archive.database, archive.indexer, items, steps, () -> {});
        inference = new LocalInference(EngineSelection.automatic(1));
        performer = new SegmentationPerformer(TestParts.of(archive, folder, SegForm.AUTO), models, inference);
    }

    @AfterEach
    void stop() throws Exception {
        inference.close();
        archive.close();
    }

    @Test
    void theSegmentationIsOfTheFirstSeriesAndTheReportNamesAllImages() throws Exception {
        store(STUDY.series("t1 axial", 9));
        store(STUDY.series("t2 axial", 12));

        var done = (Done) perform();

        Attributes seg = header(done.outputs().get(0));
        assertThat(seg.getItems(Tag.ReferencedSeriesSequence))
                .extracting(series -> series.getString(Tag.SeriesInstanceUID, ""))
                .containsExactly(STUDY.seriesUid("t1 axial"));
        Attributes report = header(done.outputs().get(1));
        assertThat(evidence(report, STUDY.seriesUid("t1 axial"))).isEqualTo(9);
        assertThat(evidence(report, STUDY.seriesUid("t2 axial"))).isEqualTo(12);
        assertThat(evidence(report, seg.getString(Tag.SeriesInstanceUID, ""))).isEqualTo(1);
    }

    @Test
    void seriesOfDifferentSpacesAreNotPutTogether() throws Exception {
        List<Attributes> elsewhere = STUDY.series("t2 axial", 9);
        elsewhere.forEach(image ->
                image.setString(Tag.FrameOfReferenceUID, Uid.named("elsewhere").value()));
        store(STUDY.series("t1 axial", 9));
        store(elsewhere);

        assertThat(((Impossible) perform()).reason())
                .contains(STUDY.seriesUid("t1 axial"), STUDY.seriesUid("t2 axial"), "Frame of Reference");
    }

    @Test
    void aStepThatWaitedInVainSaysWhatIsMissing() throws Exception {
        store(STUDY.series("t1 axial", 9));

        assertThat(((Impossible) perform()).reason())
                .contains("no series for the model's channel 'T1' (MR, {SeriesDescription=^t2})", "Nothing else came");
    }

    private void store(List<Attributes> images) throws Exception {
        archive.store(images);
        while (settling.settleOne()) {
            Thread.onSpinWait();
        }
    }

    private Outcome perform() throws Exception {
        String uid = manual.schedule(STUDY.seriesUid("t1 axial"), MrStudy.MODEL).orElseThrow();
        WorkItem claimed = items.claim("test").orElseThrow();
        assertThat(claimed.uid()).isEqualTo(uid);
        return performer.perform(claimed, (fraction, step) -> {});
    }

    private Attributes header(WorkItem.Output output) throws Exception {
        return reader.readMetadata(archive.index.find(output.sopInstanceUid()).orElseThrow());
    }

    private static long evidence(Attributes report, String seriesUid) {
        return report.getItems(Tag.CurrentRequestedProcedureEvidenceSequence).stream()
                .flatMap(study -> study.getItems(Tag.ReferencedSeriesSequence).stream())
                .filter(series -> series.getString(Tag.SeriesInstanceUID, "").equals(seriesUid))
                .mapToLong(series -> series.getItems(Tag.ReferencedSOPSequence).size())
                .sum();
    }
}
