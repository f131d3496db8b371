package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** pynetdicom asks the DICOM node and is asked by it. */
class PynetdicomNodeIT {
    @TempDir
    Path folder;

    private RunningServer server;
    private Http http;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    private List<String> run(String what, Object... arguments) {
        Path script = RunningServer.root().resolve("ear/src/test/python/dicom_node.py");
        var command = new ArrayList<String>(List.of(
                Peers.python("pynetdicom").toString(),
                "-W",
                "ignore", // pydicom does not like the bad date of a test
                script.toString(),
                "" + server.dicomPort(),
                what));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        Peers.Ended ended = Peers.run(folder, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        return ended.output().lines().toList();
    }

    private static Map<String, byte[]> received(Path folder) throws IOException {
        var received = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                received.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return received;
    }

    @Test
    void queriesAreAnsweredWithTheirStatuses() throws Exception {
        SentSeries series = SentSeries.stored(folder, "pynetdicom find", http);
        assertThat(run("find", series.study()))
                .containsExactly(
                        "study 1 0000 ff00",
                        "unknown key 1 0000 ff01",
                        "relational " + SentSeries.IMAGES + " 0000 ff00",
                        "hierarchical 0 a900",
                        "bad date 0 c000",
                        "none 0 0000");
    }

    @Test
    void getBringsWhatWasStored() throws Exception {
        SentSeries series = SentSeries.stored(folder, "pynetdicom get", http);
        Path got = Files.createDirectory(folder.resolve("got"));
        assertThat(run("get", series.study(), got))
                .containsExactly("0000 completed " + SentSeries.IMAGES + " failed 0 warning 0 pending "
                        + (SentSeries.IMAGES - 1));
        series.assertCameWhole(received(got));
    }

    @Test
    void moveSendsWhatWasStoredToAKnownNode() throws Exception {
        SentSeries series = SentSeries.stored(folder, "pynetdicom move", http);
        Path moved = Files.createDirectory(folder.resolve("moved"));
        int port = Ports.free();
        KnownNode.register(http, "PYNETDICOM", port, "RETRIEVE", "QUERY", "STORE", "MOVE_DESTINATION");
        assertThat(run("move", series.study(), port, moved))
                .containsExactly("0000 completed " + SentSeries.IMAGES + " failed 0 warning 0 pending "
                        + (SentSeries.IMAGES - 1));
        series.assertCameWhole(received(moved));
        KnownNode.forget(http, "PYNETDICOM");
    }

    @Test
    void commitmentIsReportedOnTheSameAssociationOrANewOne() throws Exception {
        SentSeries series = SentSeries.stored(folder, "pynetdicom commit", http);
        String safe = series.dataSets().keySet().iterator().next();
        int port = Ports.free();
        KnownNode.register(http, "PYNETDICOM", port, "COMMITMENT");
        for (String way : List.of("SAME", "NEW")) {
            assertThat(run(
                            "commit",
                            way,
                            port,
                            UID.CTImageStorage + "=" + safe,
                            UID.MRImageStorage + "=" + safe,
                            UID.CTImageStorage + "=1.2.3.99"))
                    .containsExactly(
                            "action 0000",
                            "on " + (way.equals("SAME") ? "the same association" : "a new association") + " event 2",
                            "safe " + safe,
                            "failed " + safe + " 0119",
                            "failed 1.2.3.99 0112");
            assertThat(run("commit", way, port, UID.CTImageStorage + "=" + safe))
                    .contains("action 0000", "safe " + safe)
                    .anyMatch(line -> line.endsWith("event 1"));
        }
        KnownNode.forget(http, "PYNETDICOM");
    }

    @Test
    void aNodeIsToldOfACompleteStudy() throws Exception {
        int port = Ports.free();
        KnownNode.register(http, "PYIAN", port, "AVAILABILITY");
        Path script = RunningServer.root().resolve("ear/src/test/python/availability.py");
        var listener = List.of(Peers.python("pynetdicom").toString(), script.toString(), "" + port);
        try (PeerProgram program = PeerProgram.serving(port, folder, listener)) {
            SentSeries series = SentSeries.stored(folder, "pynetdicom ian", http);
            for (int i = 0; i < 600 && !program.output().contains(series.study()); i++) {
                Thread.sleep(100);
            }
            assertThat(program.output())
                    .contains("study " + series.study() + " instances " + SentSeries.IMAGES + " ONLINE at "
                            + RunningServer.AE_TITLE);
        }
        KnownNode.forget(http, "PYIAN");
    }

    /** PS3.7 Table D.3-15: a ticket and an assertion would be confirmed by what only their issuer's partner can make. */
    @ParameterizedTest
    @CsvSource({
        "1, anna, '', answered b'', anna (USERNAME",
        "2, berta, a passcode, answered b'', berta (USERNAME_AND_PASSCODE",
        "3, a-ticket-of-22-letters, '', not answered, (22 bytes) (KERBEROS",
        "4, <Assertion>some</Assertion>, '', not answered, (27 bytes) (SAML",
        "5, eyJhbGciOiJub25lIn0.e30., '', answered b'', (24 bytes) (JSON_WEB_TOKEN",
    })
    void aUserIdentityIsAnsweredAndItsSecretIsNotLogged(
            int type, String primary, String secondary, String answer, String logged) throws Exception {
        assertThat(run("identity", type, primary, secondary)).containsExactly("echo 0000", answer);
        assertThat(server.log()).contains("its user is " + logged);
        assertThat(server.log()).doesNotContain(type < 3 ? "a passcode" : primary);
    }

    @Test
    void whatIsAnsweredToExtendedNegotiationIsDone() throws Exception {
        SentSeries series = SentSeries.stored(folder, "pynetdicom negotiate", http);
        assertThat(run("negotiate", series.series()))
                .containsExactly(
                        "window 5 1",
                        "storage 020003000000",
                        "window 1 1",
                        "Study Root Query/Retrieve Information Model - GET 0100",
                        "Study Root Query/Retrieve Information Model - MOVE 01",
                        "CT Image Storage 030000000200",
                        "0000 completed " + SentSeries.IMAGES + " failed 0 warning 0 pending "
                                + (SentSeries.IMAGES - 1));
    }

    @Test
    void aPrivateClassOfTheStorageServiceIsKeptAndComesBack() throws Exception {
        assertThat(run("private", Files.createDirectory(folder.resolve("private"))))
                .containsExactly(
                        "unexplained 1 accepted",
                        "stored 0000",
                        "0000 completed 1 failed 0 warning 0 pending 0",
                        "came as it was");
    }
}
