package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;

/**
 * The OHIF viewer at {@code /ohif/} against our DICOMweb, in a real browser: it lists, shows images and results, and what a
 * person paints or measures in it is stored and found again.
 */
class OhifIT {
    private static final String SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4";
    private static final String LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7";

    @TempDir
    Path folder;

    private Browser browser;
    private RunningServer server;
    private Http http;

    @BeforeEach
    void viewer() throws Exception {
        browser = Browser.require();
        server = RunningServer.shared();
        http = new Http(server);
        boolean built = http.json("api/server").path("viewer").asBoolean();
        assertThat(built || !"true".equals(System.getenv("CI")))
                .as("the viewer was built in")
                .isTrue();
        assumeTrue(built, "missing peer: the OHIF viewer was not built in");
    }

    @AfterEach
    void nothingFailedInTheServer() throws Exception {
        if (server != null) {
            assertThat(server.log()).doesNotContain("answered 500");
        }
    }

    @Test
    void studiesAreListedAndTheirImagesShown() throws Exception {
        var study = send("viewer list");
        JsonNode seen = browser.run(
                "ohif.mjs", "list", server, study.uid(), study.identity().patientId());
        assertThat(seen.path("list").asText())
                .contains("PHANTOM, CT", study.identity().patientId(), "CT phantom");
        assertThat(seen.path("images").path(0).path("colors").asInt()).isGreaterThan(20);
        assertThat(seen.path("images").path(0).path("colored").asInt()).isZero();
        assertThat(seen.path("thumbnails").asInt()).isEqualTo(1);
    }

    @Test
    void theWorklistsLinkShowsTheResultWithNoClickAndTheReportOpens() throws Exception {
        var study = send("viewer result");
        JsonNode seen = browser.run("ohif.mjs", "result", server, study.uid(), study.segmentationSeries());
        assertThat(seen.path("segmentations")).hasSize(1);
        assertThat(seen.path("segmentations").path(0).path("segments")).hasSize(4);
        assertThat(seen.path("viewports").path(0).path("colored").asInt()).isGreaterThan(100);
        assertThat(seen.path("questions").asInt()).isZero();
        assertThat(seen.path("report").path("measurements").asInt()).isEqualTo(4);
        assertThat(seen.path("errors").asInt()).isZero();
    }

    @Test
    void whatIsPaintedIsStoredAsASegmentation() throws Exception {
        assertThat(painted("viewer binary", "paintBinary", SEGMENTATION)).isEqualTo("1.2.840.10008.1.2.1");
    }

    @Test
    void whatIsPaintedIsStoredAsALabelMapWhereThatIsSet() throws Exception {
        assertThat(painted("viewer labelmap", "paintLabelmap", LABEL_MAP)).isEqualTo("1.2.840.10008.1.2.5");
    }

    @Test
    void aMeasurementIsStoredAsAReportThatTheViewerReadsAgain() throws Exception {
        var study = send("viewer measure");
        JsonNode seen = browser.run("ohif.mjs", "measure", server, study.uid());
        assertThat(seen.path("measurements").path(0).path("tool").asText()).isEqualTo("Length");
        assertThat(seen.path("status").asInt()).isEqualTo(200);
        JsonNode series = http.json("dicom-web/studies/" + study.uid()
                + "/series?Modality=SR&SeriesDescription=Measured%20in%20the%20viewer");
        assertThat(series).hasSize(1);
        assertThat(seen.path("again")).isEqualTo(seen.path("measurements"));
    }

    /** @return the transfer syntax of the one instance of this class that the study holds besides the job's */
    private String painted(String name, String scenario, String sopClass) throws Exception {
        var study = send(name);
        JsonNode seen = browser.run("ohif.mjs", scenario, server, study.uid());
        assertThat(seen.path("status").asInt()).isEqualTo(200);
        assertThat(seen.path("viewports").path(0).path("colored").asInt()).isGreaterThan(100);
        assertThat(seen.path("hidden").asInt()).isZero();
        JsonNode found = http.json("dicom-web/studies/" + study.uid() + "/instances?SOPClassUID=" + sopClass
                + "&SeriesDescription=Painted*&includefield=AvailableTransferSyntaxUID");
        assertThat(found).hasSize(1);
        assertThatItIsReadAsLabels(study, found.path(0));
        return found.path(0).path("00083002").path("Value").path(0).asText();
    }

    /** By our reader, on the grid of the images. */
    private void assertThatItIsReadAsLabels(BrowserStudy study, JsonNode instance) throws Exception {
        var answer = http.get(
                "dicom-web/studies/" + study.uid() + "/series/" + value(instance, "0020000E") + "/instances/"
                        + value(instance, "00080018"),
                "Accept",
                "application/dicom");
        Path file = Files.write(folder.resolve("painted.dcm"), answer.body());
        byte[] labels = FoundLabels.read(file, CtPhantom.of(Orientation.AXIAL, 96, 80, 16))
                .labels();
        int painted = 0;
        for (byte label : labels) {
            assertThat(label).isBetween((byte) 0, (byte) 1);
            painted += label;
        }
        assertThat(painted).isGreaterThan(20);
    }

    private static String value(JsonNode instance, String tag) {
        return instance.path(tag).path("Value").path(0).asText();
    }

    private BrowserStudy send(String name) throws Exception {
        return BrowserStudy.send(server, name, Fault.NONE, folder);
    }
}
