package org.voxrelay.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.voxrelay.testing.TestArchive.cStore;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.TrialVolume;
import org.voxrelay.inference.engine.AutoEngine;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.engine.EngineSelection;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.engine.kserve.KServeEngine;
import org.voxrelay.inference.engine.kserve.KServeProcess;
import org.voxrelay.inference.engine.kserve.KServeProcess.Work;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.jobs.JobRunner;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.jobs.WorkItem.State;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.peers.Ports;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.testing.TestArchive;

/** An inference server whose process is killed while it computes for a job. */
@Timeout(300)
class LostServerJobTest {
    private static final long[] WINDOW = {8, 32, 32};
    private static final long[] SCORES = {1, 2, 8, 32, 32};

    @TempDir
    Path folder;

    private TestArchive archive;
    private WorkItems items;
    private ModelRepository models;
    private Graph graph;

    @BeforeEach
    void start() throws Exception {
        archive = TestArchive.start(folder);
        items = new WorkItems(archive.database);
        Path packages = folder.resolve("models");
        TinyOnnx.nearest(2, WINDOW).writePackage(packages, WINDOW);
        Path tissue = Files.createDirectories(packages.resolve("ct-tissue/1"));
        for (String file : List.of("model.json", "model.onnx")) {
            Files.copy(Path.of("../models/ct-tissue/1").resolve(file), tissue.resolve(file));
        }
        models = new ModelRepository(packages);
        graph = models.version("tiny", "1").graph();
    }

    @AfterEach
    void stop() throws Exception {
        archive.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void theJobIsTriedAgainWhenTheServerIsBackAndOthersDoNotNotice(String wire) throws Exception {
        URI server = chosenServer(wire);
        try (KServeProcess dying = KServeProcess.start(server, Work.NEVER_DONE, graph, SCORES);
                KServeEngine engine = engine(server);
                LocalInference inference = inference(new OnnxEngine(1), engine);
                JobRunner runner = runner(inference)) {
            String job = schedule("tiny");
            String other = schedule("ct-tissue");
            runner.start(Thread::new);
            dying.awaitComputing();
            dying.kill();
            WorkItem failed = await(job, item -> item.state() == State.SCHEDULED);
            delay(job, "1 hour");
            assertThat(failed.attempts()).isEqualTo(1);
            assertThat(failed.reason()).startsWith("The inference server at " + server + " does not do it: ");
            assertThat(await(other, item -> item.state() == State.COMPLETED).attempts())
                    .isEqualTo(1);

            try (KServeProcess back = KServeProcess.start(server, Work.DONE, graph, SCORES)) {
                delay(job, "0 hours");
                runner.wake();
                back.awaitComputing();
                WorkItem done = await(job, item -> item.state() == State.COMPLETED);
                assertThat(done.attempts()).isEqualTo(2);
                assertThat(done.outputs()).hasSize(2);
            }
        }
    }

    @Test
    void anotherEngineMakesTheSecondAttemptWhileTheServerIsGone() throws Exception {
        URI server = chosenServer("grpc");
        try (KServeProcess dying = KServeProcess.start(server, Work.NEVER_DONE, graph, SCORES);
                KServeEngine engine = engine(server);
                LocalInference inference = inference(new OnnxEngine(1), engine);
                JobRunner runner = runner(inference)) {
            String job = schedule("tiny");
            runner.start(Thread::new);
            dying.awaitComputing();
            dying.kill();
            assertThat(await(job, item -> item.state() == State.COMPLETED).attempts())
                    .isEqualTo(2);
        }
    }

    /** Address of a server that was measured and chosen for the model, before ONNX Runtime, and has ended since. */
    private URI chosenServer(String wire) throws Exception {
        URI server = URI.create(wire + "://127.0.0.1:" + Ports.free());
        ModelPackage model = models.version("tiny", "1");
        try (KServeProcess running = KServeProcess.start(server, Work.DONE, graph, SCORES);
                KServeEngine engine = engine(server);
                LocalInference inference = inference(slowed(new OnnxEngine(1)), engine)) {
            assertThat(TrialVolume.segment(inference, model)).as("%s", running).isEmpty();
            running.awaitComputing();
        }
        return server;
    }

    /** The same engine, for whoever measures it on a worse day. */
    private static Engine slowed(Engine engine) {
        return new Engine() {
            @Override
            public String name() {
                return engine.name();
            }

            @Override
            public EngineSession load(Graph graph, Precision precision) throws InferenceException {
                EngineSession session = engine.load(graph, precision);
                return new EngineSession() {
                    @Override
                    public void run(Tensor input, Tensor output) throws InferenceException {
                        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                        session.run(input, output);
                    }

                    @Override
                    public void close() {
                        session.close();
                    }
                };
            }
        };
    }

    private static KServeEngine engine(URI server) {
        return new KServeEngine(server, Duration.ofMinutes(1), 2);
    }

    private LocalInference inference(Engine... engines) {
        var memory = new EngineMemory(folder.resolve("engines.properties"));
        return new LocalInference(new EngineSelection(new AutoEngine(List.of(engines), memory), "for the test"));
    }

    private JobRunner runner(LocalInference inference) {
        var parts = TestParts.of(archive, folder, SegForm.AUTO);
        return new JobRunner(items, new SegmentationPerformer(parts, models, inference), "test");
    }

    private String schedule(String model) throws Exception {
        List<Attributes> images = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 32, 32, 12), "for " + model)
                .instances();
        for (Attributes image : images) {
            archive.ingest.receive(cStore(image));
        }
        archive.indexer.awaitIndexed(Duration.ofSeconds(20));
        var steps = new ModelSteps(items, models, Duration.ZERO);
        return new ManualJobs(archive.database, archive.indexer, items, steps, () -> {})
                .schedule(images.get(0).getString(Tag.SeriesInstanceUID, ""), model)
                .orElseThrow();
    }

    private void delay(String job, String interval) {
        archive.database.write(c -> c.createStatement()
                .executeUpdate("update workitem set run_after = now() + interval '" + interval + "' where uid = '" + job
                        + "'"));
    }

    private WorkItem await(String job, Predicate<WorkItem> wanted) throws Exception {
        WorkItem item = items.find(job).orElseThrow();
        while (!wanted.test(item)) {
            assertThat(item.state()).isNotEqualTo(State.CANCELED);
            Thread.sleep(50);
            item = items.find(job).orElseThrow();
        }
        return item;
    }
}
