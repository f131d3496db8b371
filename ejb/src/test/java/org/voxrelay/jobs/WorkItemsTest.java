package org.voxrelay.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.voxrelay.db.Database;
import org.voxrelay.jobs.Performer.Outcome;
import org.voxrelay.jobs.WorkItem.Output;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItems.Scheduling;
import org.voxrelay.testing.TestDatabase;

class WorkItemsTest {
    private Database database;
    private WorkItems items;

    @BeforeEach
    void start() {
        database = TestDatabase.create();
        items = new WorkItems(database);
    }

    @Test
    void theSameWorkIsScheduledOnce() {
        assertThat(schedule("1.2.3", Priority.MEDIUM)).isPresent();
        assertThat(schedule("1.2.3", Priority.MEDIUM)).isEmpty();
        assertThat(items.list("", 10, 0)).hasSize(1);
    }

    @Test
    void theStepsOfSeveralStudiesAreListedAtOnceNewestFirst() {
        String first = schedule("1.2.1", Priority.LOW).orElseThrow();
        String second = schedule("1.2.2", Priority.LOW).orElseThrow();

        assertThat(items.list(List.of("1.2", "9.9"), 10, 0))
                .extracting(WorkItem::uid)
                .containsExactly(second, first);
        assertThat(items.list(List.of("9.9"), 10, 0)).isEmpty();
        assertThat(items.list(List.of(), 10, 0)).isEmpty();
    }

    @Test
    void theMostUrgentIsClaimedFirst() {
        schedule("1.2.1", Priority.LOW);
        schedule("1.2.2", Priority.MEDIUM);
        schedule("1.2.3", Priority.HIGH);

        assertThat(items.claim("w").orElseThrow().task().seriesUid()).isEqualTo("1.2.3");
        assertThat(items.claim("w").orElseThrow().task().seriesUid()).isEqualTo("1.2.2");
        assertThat(items.claim("w").orElseThrow().task().seriesUid()).isEqualTo("1.2.1");
        assertThat(items.claim("w")).isEmpty();
    }

    @Test
    void manyWorkersNeverGetTheSameStep() throws Exception {
        for (int i = 0; i < 40; i++) {
            schedule("1.2." + i, Priority.MEDIUM);
        }
        var claimed = new ConcurrentHashMap<String, Integer>();
        var threads = Executors.newFixedThreadPool(6);
        try {
            Callable<Void> work = () -> {
                for (var item = items.claim("w"); item.isPresent(); item = items.claim("w")) {
                    claimed.merge(item.get().uid(), 1, Integer::sum);
                }
                return null;
            };
            for (var end : threads.invokeAll(Collections.nCopies(6, work))) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(claimed).hasSize(40);
        assertThat(claimed.values()).containsOnly(1);
    }

    @Test
    void aDeadWorkersStepIsTakenOverAndThenNoLongerItsOwn() {
        schedule("1.2.3", Priority.MEDIUM);
        WorkItem first = items.claim("dead").orElseThrow();
        letLeasesRunOut();

        WorkItem second = items.claim("alive").orElseThrow();

        assertThat(second.uid()).isEqualTo(first.uid());
        assertThat(second.attempts()).isEqualTo(2);
        assertThat(items.progress(first, "dead", 0.5, "late")).isFalse();
        assertThat(items.complete(first, "dead", new Outcome.Done(List.of(), Map.of())))
                .isFalse();
        assertThat(items.progress(second, "alive", 0.5, "going on")).isTrue();
    }

    @Test
    void aStepThatKillsItsWorkersEndsWithAReason() {
        schedule("1.2.3", Priority.MEDIUM);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(items.claim("w")).isPresent();
            letLeasesRunOut();
        }

        assertThat(items.claim("w")).isEmpty();

        WorkItem ended = items.list("", 1, 0).get(0);
        assertThat(ended.state()).isEqualTo(State.CANCELED);
        assertThat(ended.reason()).contains("3 times");
    }

    @Test
    void aFailedAttemptIsTriedAgainLaterAndNotForEver() {
        schedule("1.2.3", Priority.MEDIUM);
        for (int attempt = 1; attempt <= 3; attempt++) {
            WorkItem item = items.claim("w").orElseThrow();
            assertThat(items.retryOrCancel(item, "w", "no memory")).isTrue();
            assertThat(items.claim("w")).isEmpty();
            update("update workitem set run_after = now()");
        }
        WorkItem ended = items.list("", 1, 0).get(0);
        assertThat(ended.state()).isEqualTo(State.CANCELED);
        assertThat(ended.reason()).isEqualTo("no memory (tried 3 times)");
    }

    @Test
    void resultsAndTimesAreKept() {
        schedule("1.2.3", Priority.MEDIUM);
        WorkItem item = items.claim("w").orElseThrow();
        var output = new Output("1.2.840.1", "1.2.4", "1.2.5");

        items.complete(item, "w", new Outcome.Done(List.of(output), Map.of("load", 0.25)));

        WorkItem done = items.find(item.uid()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.COMPLETED);
        assertThat(done.outputs()).containsExactly(output);
        assertThat(done.timings()).containsExactly(Map.entry("load", 0.25));
        assertThat(done.started()).isPresent();
        assertThat(done.ended()).isPresent();
    }

    @Test
    void aRunnerPerformsWhatIsScheduledAndSurvivesWhatFails() throws Exception {
        var done = new CountDownLatch(1);
        var calls = new AtomicInteger();
        try (var runner = new JobRunner(
                items,
                (item, progress) -> {
                    calls.incrementAndGet();
                    if (item.task().seriesUid().equals("1.2.1")) {
                        throw new IllegalStateException("broken");
                    }
                    if (item.task().seriesUid().equals("1.2.2")) {
                        return new Outcome.Impossible("The gantry is tilted.");
                    }
                    progress.at(0.5, "half");
                    done.countDown();
                    return new Outcome.Done(List.of(), Map.of());
                },
                "w")) {
            schedule("1.2.1", Priority.HIGH);
            schedule("1.2.2", Priority.MEDIUM);
            schedule("1.2.3", Priority.LOW);
            runner.start(Thread::new);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        var bySeries = new HashMap<String, WorkItem>();
        items.list("", 10, 0).forEach(item -> bySeries.put(item.task().seriesUid(), item));
        assertThat(bySeries.get("1.2.1").state()).isEqualTo(State.SCHEDULED);
        assertThat(bySeries.get("1.2.1").reason()).isEqualTo("broken");
        assertThat(bySeries.get("1.2.2").state()).isEqualTo(State.CANCELED);
        assertThat(bySeries.get("1.2.2").reason()).isEqualTo("The gantry is tilted.");
    }

    @Test
    void aRestartedNodeTakesItsOwnWorkUpAtOnce() {
        schedule("1.2.3", Priority.MEDIUM);
        items.claim("node");
        assertThat(items.claim("node")).isEmpty();

        items.takeBack("node");

        assertThat(items.claim("node")).isPresent();
    }

    @Test
    void anEndedStepCanBeRunAgainAndARunningOneCannot() {
        String uid = schedule("1.2.3", Priority.MEDIUM).orElseThrow();
        WorkItem item = items.claim("w").orElseThrow();
        assertThat(items.again(uid)).isFalse();
        items.cancel(item, "w", "no");
        assertThat(items.again(uid)).isTrue();
        assertThat(items.claim("w").orElseThrow().attempts()).isEqualTo(1);
    }

    private Optional<String> schedule(String series, Priority priority) {
        var task = new Task("ct-tissue", "1", "1.2", List.of(series), List.of("1.2.3.1", "1.2.3.2"));
        return database.write(c -> items.schedule(c, new Scheduling("test", priority, task, Optional.empty())));
    }

    private void letLeasesRunOut() {
        update("update workitem set lease_until = now() - interval '1 second'");
    }

    private void update(String sql) {
        database.write(c -> c.createStatement().executeUpdate(sql));
    }
}
