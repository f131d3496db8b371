package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.phantom.SliceOrder;
import org.voxrelay.peers.Peers;

/** A series comes in by somebody else's C-STORE, and somebody else's programs read its SEG and SR. */
class MainJobIT {
    /** 45 x 37 pixels: a frame ends within a byte. */
    private static final int COLUMNS = 45;

    private static final int ROWS = 37;
    private static final int SLICES = 24;
    private static final double ENOUGH = 0.97;

    private static RunningServer server;
    private static Http http;
    private static Jobs jobs;

    @TempDir
    Path folder;

    /** Programs that send a folder of files. */
    enum Sender {
        STORESCU {
            @Override
            List<String> command(Path ct) {
                return storescu("TCP_NODELAY=1", ct);
            }
        },
        /** Each PDU waits for the acknowledgement of the one before it. */
        STORESCU_WITH_NAGLES_ALGORITHM {
            @Override
            List<String> command(Path ct) {
                return storescu("TCP_NODELAY=0", ct);
            }
        },
        PYNETDICOM {
            @Override
            List<String> command(Path ct) {
                return List.of(
                        Peers.python("pynetdicom").toString(),
                        script("ear", "send.py"),
                        "127.0.0.1",
                        "" + server.dicomPort(),
                        RunningServer.AE_TITLE,
                        ct.toString());
            }
        };

        abstract List<String> command(Path ct);

        private static List<String> storescu(String setting, Path ct) {
            return List.of(
                    "env",
                    setting,
                    Peers.require("storescu").toString(),
                    "-aec",
                    RunningServer.AE_TITLE,
                    "+sd",
                    "127.0.0.1",
                    "" + server.dicomPort(),
                    ct.toString());
        }

        void send(Path ct) {
            var ended = Peers.run(Path.of("."), command(ct));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
        jobs = new Jobs(server);
    }

    @ParameterizedTest
    @EnumSource(Sender.class)
    void aSeriesThatArrivesIsSegmentedAndMeasured(Sender sender) throws Exception {
        PhantomSeries series = axial("sent by " + sender);
        Path ct = write(series);

        sender.send(ct);

        assertCompleted(series);
        assertResultsAreRight(series, ct);
    }

    @ParameterizedTest
    @CsvSource({"AXIAL, SHUFFLED", "OBLIQUE, REVERSED"})
    void slicesInAnyOrderAndALittleAskewGiveTheSameBody(Orientation orientation, SliceOrder order) throws Exception {
        PhantomSeries series = series(orientation, orientation + " " + order).with(order);
        Path ct = write(series);

        Sender.STORESCU.send(ct);

        assertCompleted(series);
        assertResultsAreRight(series, ct);
    }

    @ParameterizedTest
    @CsvSource({"CORONAL, SHUFFLED", "SAGITTAL, ALONG_NORMAL"})
    void aSeriesThatNoRuleTakesCanBeSentToTheModelByHand(Orientation orientation, SliceOrder order) throws Exception {
        PhantomSeries series = series(orientation, orientation + " " + order).with(order);
        Path ct = write(series);

        Sender.STORESCU.send(ct);
        assertThat(http.json(study(series) + "/instances")).hasSize(SLICES);
        jobs.start(series.identity().series().value());

        assertCompleted(series);
        assertResultsAreRight(series, ct);
    }

    @Test
    void onnxRuntimeIsLoadedByAChildOnlyAndWasUnpackedOnce() throws Exception {
        PhantomSeries series = axial("where libraries are loaded");
        Sender.STORESCU.send(write(series));
        assertCompleted(series);
        ProcessHandle process = server.serverProcess();
        assertThat(loaded(process)).isEmpty();
        assertThat(process.children().flatMap(MainJobIT::loaded))
                .isNotEmpty()
                .allMatch(line -> line.contains(server.data() + "/onnxruntime/"));
    }

    /** Where a process has ONNX Runtime from, as Linux tells it; nothing of a process that ends meanwhile. */
    private static Stream<String> loaded(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps")).stream()
                    .filter(line -> line.contains("libonnxruntime"));
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    @Test
    void anEndedJobThatIsRunAgainDoublesNothing() throws Exception {
        PhantomSeries series = axial("run again");
        Sender.STORESCU.send(write(series));
        JsonNode first = assertCompleted(series);
        byte[] segmentation = Files.readAllBytes(results(series).seg());

        jobs.again(first);

        JsonNode second = assertCompleted(series);
        assertThat(second.path("outputs")).isEqualTo(first.path("outputs"));
        assertThat(results(series).seg()).hasBinaryContent(segmentation);
        assertThat(http.json(study(series) + "/instances")).hasSize(SLICES + 2);
    }

    @Test
    void aSeriesThatIsSentAgainDoublesNothing() throws Exception {
        PhantomSeries series = axial("sent again");
        Path ct = write(series);
        Sender.STORESCU.send(ct);
        JsonNode first = assertCompleted(series);

        Sender.STORESCU.send(ct);
        // Series settle in the order of their last image: once a later one is done, this one had its chance.
        PhantomSeries later = axial("sent after it");
        Sender.STORESCU.send(write(later));
        assertCompleted(later);

        assertThat(jobs.ofStudy(series.identity().study().value())).containsExactly(first);
        assertThat(http.json(study(series) + "/instances")).hasSize(SLICES + 2);
    }

    private static PhantomSeries axial(String name) {
        return series(Orientation.AXIAL, name);
    }

    private static PhantomSeries series(Orientation orientation, String name) {
        return PhantomSeries.of(CtPhantom.of(orientation, COLUMNS, ROWS, SLICES), "main job " + name);
    }

    private Path write(PhantomSeries series) throws Exception {
        Path ct = folder.resolve(series.identity().series().value());
        series.write(ct);
        return ct;
    }

    private static String study(PhantomSeries series) {
        return "dicom-web/studies/" + series.identity().study().value();
    }

    private static JsonNode assertCompleted(PhantomSeries series) throws Exception {
        JsonNode job = jobs.awaitEnd(series.identity().study().value());
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        assertThat(job.path("images").asInt()).isEqualTo(SLICES);
        assertThat(job.path("attempts").asInt()).isEqualTo(1);
        assertThat(job.path("timingsSeconds").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("load", "infer", "write");
        return job;
    }

    private Results results(PhantomSeries series) throws Exception {
        return Results.fetch(http, series.identity().study().value(), folder);
    }

    private void assertResultsAreRight(PhantomSeries series, Path ct) throws Exception {
        Results results = results(series);
        FoundLabels found = FoundLabels.read(results.seg(), series.phantom());
        assertThat(found.dice()).allSatisfy(dice -> assertThat(dice).isGreaterThan(ENOUGH));

        for (Path file : List.of(results.seg(), results.sr())) {
            String verdict = Peers.run(Peers.require("dciodvfy").toString(), file.toString())
                    .output();
            assertThat(verdict).doesNotContain("Error");
        }
        Path labels = folder.resolve("labels");
        Path grid = folder.resolve("grid");
        found.write(labels, grid);
        assertAgrees("check_seg.py", results.seg(), labels, grid, ct);
        assertAgrees("check_sr.py", results.sr(), results.seg(), ct);
    }

    private static void assertAgrees(String script, Path... files) {
        var command = new ArrayList<>(List.of(Peers.python("highdicom").toString(), script("dicom", script)));
        Arrays.stream(files).map(Path::toString).forEach(command::add);
        var ended = Peers.run(Path.of("."), command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    private static String script(String module, String name) {
        return RunningServer.root().resolve(module + "/src/test/python/" + name).toString();
    }
}
