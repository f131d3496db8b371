package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** What other people's programs retrieve: dicomweb-client, highdicom, pydicom and DCMTK. */
class WadoPeersIT {
    @TempDir
    Path folder;

    @Test
    void clientsReadWhatTheyRetrieve() throws Exception {
        RunningServer server = RunningServer.shared();
        Path series = folder.resolve("series");
        PhantomSeries.of(CtPhantom.of(Orientation.CORONAL, 32, 24, 6), "wado peers")
                .write(series);
        Path python = Peers.python("dicomweb_client", "pydicom", "highdicom");
        Path directory = folder.resolve("DICOMDIR");
        var ended = Peers.run(
                python.toString(),
                RunningServer.root()
                        .resolve("ear/src/test/python/wado_check.py")
                        .toString(),
                server.http("dicom-web").toString(),
                series.toString(),
                directory.toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("one by one", "retrieves files, frames and pictures", "file-set");

        var dump = Peers.run(Peers.require("dcmdump").toString(), "-v", directory.toString());
        assertThat(dump.exitCode()).as(dump.output()).isZero();
        assertThat(dump.output())
                .contains("[PATIENT]", "[STUDY]", "[SERIES]", "[IMAGE]", "DICOM\\SE000001\\IM000001")
                .doesNotContain("W:", "E:");
    }
}
