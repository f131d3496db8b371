package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Peers.Ended;

/** A server that is set to label maps: the viewer shows them, and they are given out as files beside their images. */
class LabelMapIT {
    @TempDir
    static Path data;

    private static RunningServer server;
    private static BrowserStudy study;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(data.resolve("server"), Map.of("VOXRELAY_SEGMENTATION", "labelmap"));
        study = BrowserStudy.send(server, "label map", Fault.NONE, data);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void theResultIsALabelMap() throws Exception {
        JsonNode found = new Http(server)
                .json("dicom-web/studies/" + study.uid()
                        + "/instances?Modality=SEG&includefield=AvailableTransferSyntaxUID");
        assertThat(found).hasSize(1);
        assertThat(value(found, "00080016")).isEqualTo("1.2.840.10008.5.1.4.1.1.66.7");
        assertThat(value(found, "00083002")).isEqualTo("1.2.840.10008.1.2.5");
    }

    @Test
    void theViewerShowsItAsItShowsABinaryOne() throws Exception {
        Browser browser = Browser.require();
        assumeTrue(new Http(server).json("api/server").path("viewer").asBoolean(), "missing peer: the OHIF viewer");
        JsonNode seen = browser.run("ohif.mjs", "result", server, study.uid(), study.segmentationSeries());
        assertThat(seen.path("segmentations")).hasSize(1);
        assertThat(seen.path("segmentations").path(0).path("segments")).hasSize(4);
        assertThat(seen.path("viewports").path(0).path("colored").asInt()).isGreaterThan(100);
        assertThat(seen.path("report").path("measurements").asInt()).isEqualTo(4);
        assertThat(seen.path("errors").asInt()).isZero();
    }

    @Test
    void imagesAndMaskAreFilesWhereTheSeriesLies() throws Exception {
        Path python = Peers.python("nibabel", "SimpleITK");
        var results = Results.fetch(new Http(server), study.uid(), folder);
        var labels = FoundLabels.read(results.seg(), CtPhantom.of(Orientation.AXIAL, 96, 80, 16));
        labels.write(folder.resolve("labels"), folder.resolve("grid"));
        for (String format : new String[] {"nii.gz", "nrrd"}) {
            fetch(study.identity().series().value(), format, "image." + format);
            fetch(study.segmentationSeries(), format, "mask." + format);
        }
        Ended ended = Peers.run(
                python.toString(),
                RunningServer.root()
                        .resolve("dicom/src/test/python/check_volume.py")
                        .toString(),
                data.resolve("label map").toString(),
                folder.toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        String header = new String(Files.readAllBytes(folder.resolve("mask.nrrd")), StandardCharsets.ISO_8859_1);
        assertThat(header).contains("\nSegment3_Name:=Bone\n", "\nSegment3_LabelValue:=4\n");
    }

    @Test
    void whatCannotBeGivenOutIsSaid() throws Exception {
        var http = new Http(server);
        String series = study.segmentationSeries();
        assertThat(http.get("api/series/1.2.3/volume").statusCode()).isEqualTo(404);
        assertThat(http.get("api/series/x/volume").statusCode()).isEqualTo(400);
        assertThat(http.get("api/series/" + series + "/volume?format=mha").statusCode())
                .isEqualTo(400);
        assertThat(http.get("api/series/" + series + "/volume?segment=0").statusCode())
                .isEqualTo(400);
        assertThat(http.get("api/series/" + series + "/volume?instance=1.2").statusCode())
                .isEqualTo(409);
    }

    private void fetch(String series, String format, String name) throws IOException, InterruptedException {
        var answer = new Http(server).get("api/series/" + series + "/volume?format=" + format);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + series + "." + format + "\"");
        Files.write(folder.resolve(name), answer.body());
    }

    private static String value(JsonNode found, String tag) {
        return found.path(0).path(tag).path("Value").path(0).asText();
    }
}
