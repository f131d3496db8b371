package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** Requests that Schemathesis makes up of our description are answered as it says, and none with a 500. */
class SchemathesisIT {
    private static final PhantomIdentity WHO = PhantomIdentity.named("schemathesis");

    @TempDir
    static Path folder;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        var files = new ArrayList<byte[]>();
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 24, 16, 3), "schemathesis");
        for (Path file : series.write(folder.resolve("series"))) {
            files.add(Files.readAllBytes(file));
        }
        assertThat(new Http(server).stow("dicom-web/studies", files).statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void requestsForWhatIsNotThere() throws Exception {
        run("", "--max-examples", "10");
    }

    @Test
    void requestsForWhatIsThere() throws Exception {
        String uids = "[parameters]\n\"path.study\" = \"%s\"\n\"path.series\" = \"%s\"\n\"path.instance\" = \"%s\"\n"
                .formatted(
                        WHO.study().value(),
                        WHO.series().value(),
                        WHO.instance(1).value());
        run(uids, "--max-examples", "10", "--include-method", "GET", "--include-path-regex", "/dicom-web/studies/");
    }

    private static void run(String configuration, String... options) throws Exception {
        Path python = Peers.python("schemathesis");
        Path hooks = RunningServer.root().resolve("ear/src/test/python/schemathesis_hooks.py");
        Path settings = folder.resolve("schemathesis.toml");
        Files.writeString(settings, "hooks = \"" + hooks + "\"\n" + configuration);
        var command = new ArrayList<>(List.of(
                python.toString(),
                "-m",
                "schemathesis.cli",
                "--config-file",
                settings.toString(),
                "--no-color",
                "run",
                server.http("openapi").toString(),
                "--url",
                server.http("").toString(),
                "--phases",
                "examples,coverage,fuzzing",
                "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                "--seed",
                "20261124",
                "--generation-database",
                "none"));
        command.addAll(List.of(options));
        var ended = Peers.run(folder, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(new Http(server).get("health/ready").statusCode()).isEqualTo(200);
    }
}
