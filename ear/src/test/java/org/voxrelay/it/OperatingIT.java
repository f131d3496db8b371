package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.peers.Ports;

/** What an administrator does with the script {@code run}. */
class OperatingIT {
    @TempDir
    Path data;

    @Test
    void theServerIsReadyAndEndsCleanlyWithItsDatabase() throws Exception {
        RunningServer server = RunningServer.start(data);
        assertThat(get(server.http("health/ready")).statusCode()).isEqualTo(200);
        assertThat(server.stop()).isZero();
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        assertThat(server.log()).contains("WFLYSRV0050"); // stopped, not cut off
        assertThat(server.terminal()).doesNotContain("WARN", "ERROR");
    }

    @Test
    void whenTheServerIsKilledTheScriptSaysSoAndTheDatabaseEndsCleanly() throws Exception {
        RunningServer server = RunningServer.start(data);
        ProcessHandle process = server.serverProcess();
        process.destroyForcibly();
        process.onExit().get(1, TimeUnit.MINUTES);
        assertThat(server.awaitEnd()).isNotZero();
        assertThat(server.terminal()).contains("the server ended unexpectedly");
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void itStartsAgainAfterEveryProcessWasKilled() throws Exception {
        RunningServer.start(data).kill9();
        try (RunningServer again = RunningServer.start(data)) {
            assertThat(get(again.http("health/ready")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whenPostgresIsKilledTheServerStartsItAgain() throws Exception {
        try (RunningServer server = RunningServer.start(data)) {
            assertSearchesAndLookUpsWork(server);
            server.serverProcess().descendants().forEach(ProcessHandle::destroyForcibly);
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (get(server.http("health/ready")).statusCode() != 200 && System.nanoTime() < deadline) {
                Thread.sleep(200);
            }
            assertThat(get(server.http("health/ready")).statusCode()).isEqualTo(200);
            assertThat(server.log()).contains("PostgreSQL has ended unexpectedly; starting it again");
            assertSearchesAndLookUpsWork(server); // although their pools hold connections to the dead one
        }
    }

    private static void assertSearchesAndLookUpsWork(RunningServer server) throws Exception {
        assertThat(get(server.http("dicom-web/studies")).statusCode()).isEqualTo(200);
        assertThat(get(server.http("dicom-web/studies/1.2/series/1.3/instances/1.4/metadata"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void anApplicationThatCannotStartEndsTheServerWithASentence() throws Exception {
        Map<String, String> settings = Map.of("VOXRELAY_SETTLE_SECONDS", "soon");
        assertThatThrownBy(() -> RunningServer.start(data, settings))
                .hasMessageContaining("could not be started: voxrelay.settle.seconds is not a number: soon");
        assertThat(data.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        assertThat(data.resolve("server/pid")).doesNotExist();
    }

    @Test
    void aFormOfSegmentationsThatIsNoneEndsTheServerWithASentence() throws Exception {
        Map<String, String> settings = Map.of("VOXRELAY_OHIF_SEGMENTATION", "contour");
        assertThatThrownBy(() -> RunningServer.start(data, settings))
                .hasMessageContaining("VOXRELAY_OHIF_SEGMENTATION must be binary or labelmap: contour");
    }

    @Test
    void withoutTheViewerItsAddressSaysWhatIsMissing() throws Exception {
        var settings = Map.of("VOXRELAY_OHIF", data.resolve("none").toString());
        try (RunningServer server = RunningServer.start(data, settings)) {
            HttpResponse<String> answer = get(server.http("ohif/viewer?StudyInstanceUIDs=1.2.3"));
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("There is no viewer in this server", "npm");
            assertThat(get(server.http("api/server")).body()).contains("\"viewer\":false");
            assertThat(server.terminal()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void aTakenPortIsNamedAndNothingIsStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            assertRefused(
                    List.of("--http-port", port, "--dicom-port", "" + Ports.free()), "port " + port + " is taken");
            assertRefused(
                    List.of("--dicom-port", port, "--http-port", "" + Ports.free()), "port " + port + " is taken");
        }
        assertThat(data.resolve("postgres")).doesNotExist();
    }

    @Test
    void listeningForOthersWithoutAuthenticationIsRefused() throws Exception {
        assertRefused(List.of("--bind", "0.0.0.0"), "set VOXRELAY_TRUSTED_NETWORK=true");
    }

    private void assertRefused(List<String> options, String reason) throws Exception {
        Process script = RunningServer.launch(data, Map.of(), options);
        assertThat(script.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(script.exitValue()).isEqualTo(1);
        assertThat(Files.readString(data.resolve("terminal.txt"))).contains(reason);
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
