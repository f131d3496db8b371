package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** The page at {@code /} in a real browser: what a person sees of a job that is done and of one that could not be. */
class PageIT {
    private static final List<String> HEADLESS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1360,900",
            "--virtual-time-budget=3000");

    @TempDir
    Path folder;

    @Test
    void jobsAreShownWithTheirResultsOrTheirReason() throws Exception {
        Path chromium = Peers.require("chromium");
        var server = RunningServer.shared();
        var http = new Http(server);
        String done = send(http, "page done", Fault.NONE);
        String tilted = send(http, "page tilted", Fault.GANTRY_TILT);
        awaitEnd(http, done);
        awaitEnd(http, tilted);

        KnownNode.register(http, "PAGE_NODE", RunningServer.freePort(), "QUERY", "MOVE_DESTINATION");

        String page = browse(chromium, "--dump-dom", server.http("").toString());

        assertThat(page).contains("PHANTOM, CT", "VOXRELAY@127.0.0.1:" + server.dicomPort(), "gantry tilt");
        assertThat(page).contains("metadata\" title=").contains(">SEG</a>").contains(">SR</a>");
        assertThat(page).contains(">PAGE_NODE<", "query, C-MOVE destination", "may store, query and retrieve");
        assertThat(page).doesNotContain("class=\"live down\"");
        Path screenshot = Files.createDirectories(RunningServer.root().resolve("ear/target/screenshots"))
                .resolve("page.png");
        browse(chromium, "--screenshot=" + screenshot, server.http("").toString());
        assertThat(Files.size(screenshot)).isGreaterThan(10_000);
        KnownNode.forget(http, "PAGE_NODE");
    }

    private String send(Http http, String name, Fault fault) throws Exception {
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 48, 40, 12), name)
                .with(fault);
        var parts = new ArrayList<byte[]>();
        for (Path file : series.write(folder.resolve(name))) {
            parts.add(Files.readAllBytes(file));
        }
        assertThat(http.stow("dicom-web/studies", parts).statusCode()).isEqualTo(200);
        return PhantomIdentity.named(name).study().value();
    }

    private static void awaitEnd(Http http, String study) throws Exception {
        for (int i = 0; i < 600; i++) {
            JsonNode job = http.json("api/jobs?study=" + study).path("jobs").path(0);
            if (job.has("ended")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the job of study " + study + " did not end");
    }

    private String browse(Path chromium, String what, String address) {
        var command = new ArrayList<String>(List.of(chromium.toString()));
        command.addAll(HEADLESS);
        command.add("--user-data-dir=" + folder.resolve("profile"));
        command.add(what);
        command.add(address);
        var ended = Peers.run(folder, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output();
    }
}
