package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Fault;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomIdentity;
import org.voxrelay.dicom.phantom.PhantomSeries;

/** A small CT study on a server under test, with the job that it caused. */
record BrowserStudy(PhantomIdentity identity, JsonNode job) {

    /** Sends it by STOW-RS and waits until its job has ended. */
    static BrowserStudy send(RunningServer server, String name, Fault fault, Path folder)
            throws IOException, InterruptedException {
        var series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 96, 80, 16), name)
                .with(fault);
        var parts = new ArrayList<byte[]>();
        for (Path file : series.write(folder.resolve(name))) {
            parts.add(Files.readAllBytes(file));
        }
        assertThat(new Http(server).stow("dicom-web/studies", parts).statusCode())
                .isEqualTo(200);
        var identity = PhantomIdentity.named(name);
        return new BrowserStudy(
                identity, new Jobs(server).awaitEnd(identity.study().value()));
    }

    String uid() {
        return identity.study().value();
    }

    /** Series of the job's segmentation. */
    String segmentationSeries() {
        for (JsonNode output : job.path("outputs")) {
            if (output.path("sopClassUid").asText().matches("1\\.2\\.840\\.10008\\.5\\.1\\.4\\.1\\.1\\.66\\.[47]")) {
                return output.path("seriesInstanceUid").asText();
            }
        }
        throw new AssertionError("no segmentation: " + job);
    }
}
