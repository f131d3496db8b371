package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** A series that DCMTK compressed is segmented; JPEG-LS by the codec process of the running server. */
class CompressedSeriesIT {
    private static RunningServer server;
    private static Jobs jobs;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.shared();
        jobs = new Jobs(server);
    }

    @ParameterizedTest
    @CsvSource({"dcmcrle, -xr", "dcmcjpeg, -xs", "dcmcjpls, -xt"})
    void whatDcmtkCompressedIsSegmented(String program, String proposal) throws Exception {
        PhantomSeries series = send("compressed by " + program, program, proposal);
        Results results = Results.fetch(new Http(server), completed(series), folder);
        assertThat(FoundLabels.read(results.seg(), series.phantom()).dice())
                .allSatisfy(dice -> assertThat(dice).isGreaterThan(0.97));
    }

    @Test
    void aCodecProcessThatWasKilledIsReplaced() throws Exception {
        completed(send("before the kill", "dcmcjpls", "-xt"));
        List<ProcessHandle> before = codecProcesses();
        assertThat(before).isNotEmpty();
        before.forEach(ProcessHandle::destroyForcibly);
        before.forEach(process -> process.onExit().join());

        completed(send("after the kill", "dcmcjpls", "-xt"));

        assertThat(codecProcesses()).isNotEmpty().doesNotContainAnyElementsOf(before);
        try (Stream<Path> files = Files.list(server.data().resolve("tmp"))) {
            assertThat(files.filter(Files::isDirectory))
                    .hasSize(children("CodecChild").size()
                            + children("InferenceWorker").size());
        }
    }

    private static List<ProcessHandle> codecProcesses() throws Exception {
        return children("CodecChild");
    }

    private static List<ProcessHandle> children(String program) throws Exception {
        return server.serverProcess()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(program))
                .toList();
    }

    private PhantomSeries send(String name, String program, String proposal) throws Exception {
        PhantomSeries series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 45, 37, 16), name);
        Path plain = folder.resolve("plain " + name);
        Path compressed = Files.createDirectory(folder.resolve("compressed " + name));
        series.write(plain);
        try (Stream<Path> files = Files.list(plain)) {
            for (Path file : files.toList()) {
                run(
                        Peers.require(program).toString(),
                        file.toString(),
                        compressed.resolve(file.getFileName()).toString());
            }
        }
        run(
                Peers.require("storescu").toString(),
                proposal,
                "-aec",
                RunningServer.AE_TITLE,
                "+sd",
                "127.0.0.1",
                "" + server.dicomPort(),
                compressed.toString());
        return series;
    }

    /** @return the study */
    private static String completed(PhantomSeries series) throws Exception {
        String study = series.identity().study().value();
        JsonNode job = jobs.awaitEnd(study);
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        return study;
    }

    private static void run(String... command) {
        var ended = Peers.run(command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}
