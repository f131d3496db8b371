package org.voxrelay.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;

/**
 * Sends a CT that it makes itself, waits for its segmentation and report, and says where to look at them and how long each
 * part took.
 */
public final class CtDemo {
    private static final int PIXELS = 512;
    private static final int SLICES = 60;
    private static final double NOISE_HU = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 50;

    private final String http;
    private final DicomAddress dicom;
    private final ServerClient client;
    private final PrintStream out;

    private CtDemo(String http, DicomAddress dicom, PrintStream out) {
        this.http = http;
        this.dicom = dicom;
        this.client = new ServerClient(http);
        this.out = out;
    }

    /** {@code --http http://HOST:PORT --dicom AET@HOST:PORT}. */
    public static void main(String... args) throws Exception {
        Map<String, String> options = options(args);
        if (!options.keySet().equals(Set.of("--http", "--dicom"))) {
            System.err.println("usage: CtDemo --http http://HOST:PORT --dicom AET@HOST:PORT");
            System.exit(2);
        }
        boolean done = new CtDemo(
                        options.get("--http").replaceAll("/$", ""),
                        DicomAddress.parse(options.get("--dicom")),
                        System.out)
                .run();
        System.exit(done ? 0 : 1);
    }

    private static Map<String, String> options(String... args) {
        var options = new HashMap<String, String>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    private boolean run() throws IOException, InterruptedException {
        var identity = PhantomIdentity.fresh(LocalDateTime.now());
        var phantom = CtPhantom.of(Orientation.AXIAL, PIXELS, PIXELS, SLICES).withNoise(NOISE_HU);
        var series = PhantomSeries.of(phantom, "demo").with(identity);
        out.printf("Demo: sending %d images of %d x %d by C-STORE ...%n", SLICES, PIXELS, PIXELS);
        long begin = System.nanoTime();
        int refused = dicom.send(series);
        long stored = System.nanoTime();
        if (refused > 0) {
            out.printf("Demo: %d images were refused; the server's log says why.%n", refused);
            return false;
        }
        out.printf("Demo: stored in %.1f s (making them included).%n", seconds(begin, stored));
        double settle = client.server().path("settleSeconds").asDouble();
        out.printf("Demo: the series counts as complete after %.1f s of quiet ...%n", settle);
        return await(identity.study().value(), stored, settle);
    }

    private boolean await(String study, long stored, double settle) throws IOException, InterruptedException {
        var said = "";
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode job = client.job(study);
            String state = job.path("state").asText("");
            if (state.equals("CANCELED")) {
                out.println("Demo: the job was not done: " + job.path("reason").asText());
                return false;
            }
            String now = job.path("step").asText("");
            if (!now.isEmpty() && !now.equals(said)) {
                out.printf("Demo: %3.0f %%  %s%n", 100 * job.path("progress").asDouble(), now);
                said = now;
            }
            if (client.series(study, "SEG") == 1 && client.series(study, "SR") == 1 && state.equals("COMPLETED")) {
                report(study, job, seconds(stored, System.nanoTime()) - settle);
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        out.printf("Demo: no result within %d minutes; see %s/ and the server's log.%n", PATIENCE.toMinutes(), http);
        return false;
    }

    private void report(String study, JsonNode job, double elapsed) throws IOException, InterruptedException {
        JsonNode parts = job.path("timingsSeconds");
        out.printf(
                "Demo: SEG and SR found by QIDO-RS %.2f s after the last C-STORE response, settle time not counted"
                        + " (load %.2f s, infer %.2f s, write %.2f s).%n",
                elapsed,
                parts.path("load").asDouble(),
                parts.path("infer").asDouble(),
                parts.path("write").asDouble());
        out.println("Look at:");
        out.println("  " + http + "/");
        if (client.server().path("viewer").asBoolean()) {
            out.println("  " + viewerLink(study, job));
        }
        out.println("  " + http + "/dicom-web/studies/" + study + "/series");
        for (JsonNode output : job.path("outputs")) {
            out.println("  " + http + "/dicom-web/studies/" + study + "/series/"
                    + output.path("seriesInstanceUid").asText() + "/metadata");
        }
        out.println("The server goes on; Ctrl-C ends it.");
    }

    /** With the segmentation, the first of a job's outputs, shown at once. */
    private String viewerLink(String study, JsonNode job) {
        return http + "/ohif/viewer?StudyInstanceUIDs=" + study + "&initialSeriesInstanceUID="
                + job.path("outputs").path(0).path("seriesInstanceUid").asText();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
