package org.voxrelay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.testing.MrStudy;
import org.voxrelay.testing.TestArchive;

/** Which steps come of the series of a study, for a model that needs two of them. */
class SeveralSeriesTest {
    private static final MrStudy STUDY = new MrStudy("several");

    @TempDir
    Path folder;

    private TestArchive archive;
    private ModelRepository models;
    private WorkItems items;
    private Settling settling;
    private ManualJobs manual;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        archive.database.write(c -> c.createStatement()
                .executeUpdate("update rule set modality = 'MR', minimum_images = 1, model = '" + MrStudy.MODEL + "'"));
        items = new WorkItems(archive.database);
        models = new ModelRepository(MrStudy.models(folder.resolve("models")));
        waitFor(Duration.ofMinutes(10));
    }

    private void waitFor(Duration patience) {
        var steps = new ModelSteps(items, models, patience);
        settling = new Settling(archive.database, steps, (connection, study) -> {}, () -> {});
        manual = new ManualJobs(archive.database, archive.indexer, items, steps, () -> {});
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @Test
    void thereIsOneStepForTheCompleteSet() throws Exception {
        store("t2 axial", 3);
        store("t1 axial", 4);
        settle();

        WorkItem step = onlyStep();
        assertThat(step.state()).isEqualTo(State.SCHEDULED);
        assertThat(step.reason()).isEmpty();
        assertThat(step.task().seriesUids()).containsExactly(STUDY.seriesUid("t1 axial"), STUDY.seriesUid("t2 axial"));
        assertThat(step.task().inputs()).hasSize(7);
        assertThat(items.claim("test")).map(WorkItem::uid).contains(step.uid());
    }

    @Test
    void whatIsMissingIsWaitedForAndSaid() throws Exception {
        store("t1 axial", 3);
        settle();

        assertThat(onlyStep().state()).isEqualTo(State.SCHEDULED);
        assertThat(onlyStep().reason()).contains("no series for the model's channel 'T1'", "SeriesDescription=^t2");
        assertThat(items.claim("test")).isEmpty();

        store("t2 axial", 3);
        settle();

        assertThat(onlyStep().reason()).isEmpty();
        assertThat(onlyStep().task().seriesUids()).hasSize(2);
        assertThat(items.claim("test")).isPresent();
    }

    @Test
    void whatDoesNotComeInTimeIsNotWaitedForAnyLonger() throws Exception {
        waitFor(Duration.ZERO);
        store("t1 axial", 3);
        settle();

        WorkItem claimed = items.claim("test").orElseThrow();
        assertThat(claimed.task().seriesUids()).hasSize(1);
        store("t2 axial", 3);
        settle();

        assertThat(items.list("", 10, 0)).hasSize(2).first().satisfies(step -> {
            assertThat(step.task().seriesUids()).hasSize(2);
            assertThat(step.state()).isEqualTo(State.SCHEDULED);
        });
    }

    @Test
    void nothingIsDecidedWhileFurtherSeriesArrive() throws Exception {
        store("t1 axial", 3);
        store("t2 axial", 3);
        store("t2 thick", 3);
        assertThat(settling.settleOne()).isTrue();
        assertThat(settling.settleOne()).isTrue();
        assertThat(onlyStep().reason()).contains("still arriving");
        assertThat(items.claim("test")).isEmpty();

        settle();

        WorkItem step = onlyStep();
        assertThat(step.state()).isEqualTo(State.CANCELED);
        assertThat(step.reason()).contains("2 series", "SeriesDescription=^t2", "must tell them apart");
    }

    @Test
    void aPersonSaysWhichOfSeveralIsMeant() throws Exception {
        store("t1 axial", 3);
        store("t2 axial", 3);
        store("t2 thick", 3);
        settle();

        String uid = schedule("t2 thick").orElseThrow();

        WorkItem step = items.find(uid).orElseThrow();
        assertThat(step.state()).isEqualTo(State.SCHEDULED);
        assertThat(step.task().seriesUids()).containsExactly(STUDY.seriesUid("t1 axial"), STUDY.seriesUid("t2 thick"));
        assertThat(schedule("t2 thick")).contains(uid);
    }

    @Test
    void whatAPersonAskedForWaitsAsWell() throws Exception {
        archive.database.write(c -> c.createStatement().executeUpdate("update rule set enabled = false"));
        store("t2 axial", 3);
        settle();
        String waiting = schedule("t2 axial").orElseThrow();
        assertThat(items.find(waiting).orElseThrow().reason()).contains("SeriesDescription=^t1");

        store("flair", 3);
        settle();
        assertThat(onlyStep().reason()).contains("SeriesDescription=^t1");
        store("t1 axial", 3);
        settle();

        assertThat(onlyStep().task().seriesUids()).hasSize(2);
        assertThat(items.claim("test")).isPresent();
    }

    @Test
    void aSeriesThatIsNoChannelIsRefusedWithTheChannels() throws Exception {
        store("flair", 3);
        settle();
        assertThat(items.list("", 10, 0)).isEmpty();

        WorkItem step = items.find(schedule("flair").orElseThrow()).orElseThrow();

        assertThat(step.state()).isEqualTo(State.CANCELED);
        assertThat(step.reason()).contains("none of the model's channels", "^t1", "^t2");
    }

    @Test
    void seriesOfAnotherStudyAreNotTaken() throws Exception {
        store("t1 axial", 3);
        store(new MrStudy("other").series("t2 axial", 3));
        settle();
        assertThat(items.list("", 10, 0))
                .hasSize(2)
                .allSatisfy(step -> assertThat(step.reason()).contains("no series"));
    }

    private Optional<String> schedule(String description) throws Exception {
        return manual.schedule(STUDY.seriesUid(description), MrStudy.MODEL);
    }

    private WorkItem onlyStep() {
        List<WorkItem> all = items.list("", 10, 0);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void store(String description, int slices) throws Exception {
        store(STUDY.series(description, slices));
    }

    private void store(List<Attributes> images) throws Exception {
        archive.store(images);
    }

    private void settle() {
        while (settling.settleOne()) {
            Thread.onSpinWait();
        }
    }
}
