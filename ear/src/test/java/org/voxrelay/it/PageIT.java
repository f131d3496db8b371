package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.Fault;

/** The worklist at {@code /} in a real browser: what a person sees, finds and does, with the keyboard too. */
class PageIT {
    @TempDir
    Path folder;

    @Test
    void studiesAreFoundAndShowTheirJobsResultsAndReasons() throws Exception {
        var browser = Browser.require();
        var server = RunningServer.shared();
        var done = BrowserStudy.send(server, "page done", Fault.NONE, folder);
        var tilted = BrowserStudy.send(server, "page tilted", Fault.GANTRY_TILT, folder);

        JsonNode seen = browser.run(
                "worklist.mjs",
                "worklist",
                server,
                done.identity().patientId(),
                tilted.identity().patientId());

        assertThat(seen.path("server").asText()).contains("live", "VOXRELAY@127.0.0.1:" + server.dicomPort());
        assertThat(seen.path("row").asText()).contains("PHANTOM, CT", "CT phantom", "done");
        assertThat(seen.path("link").asText())
                .contains(
                        "/ohif/viewer?StudyInstanceUIDs=" + done.uid(),
                        "initialSeriesInstanceUID=" + done.segmentationSeries());
        assertThat(seen.path("details").asText()).contains("ct-tissue", "load", "infer", "write", "Run again");
        assertThat(seen.path("report").asText()).contains("Finding", "Bone", "mL", "HU");
        assertThat(seen.path("reason").asText()).contains("not done", "gantry tilt");
        assertThat(seen.path("again").asText()).contains("attempt");
        assertThat(seen.path("keyboard").asText()).isEqualTo(tilted.uid());
        assertThat(seen.path("nothing").asText()).contains("No study matches");
        assertThat(seen.path("jobs").asText()).contains("PHANTOM, CT", "ct-tissue", "gantry tilt");
    }
}
