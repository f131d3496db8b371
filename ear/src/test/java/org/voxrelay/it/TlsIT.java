package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** DCMTK comes and is called by TLS with certificates on both sides, and the server takes new keys while it runs. */
class TlsIT {
    private static final String PASSWORD = "for the test";

    @TempDir
    Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private void openssl(String... arguments) {
        var command = new ArrayList<String>(List.of(Peers.require("openssl").toString()));
        command.addAll(List.of(arguments));
        Peers.Ended ended = Peers.run(folder, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    /** A key with a certificate that it signs itself: {@code name.key}, {@code name.crt}, {@code name.p12}. */
    private void makeKeys(String name) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost");
        openssl(
                "pkcs12",
                "-export",
                "-inkey",
                name + ".key",
                "-in",
                name + ".crt",
                "-out",
                name + ".p12.new",
                "-passout",
                "pass:" + PASSWORD);
    }

    private void use(String name) throws IOException {
        Files.move(file(name + ".p12.new"), file("keys.p12"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Peers.Ended dcmtk(String program, int port, String believed, List<String> options, Path... files) {
        var command = new ArrayList<String>(List.of(
                Peers.require(program).toString(),
                "-v",
                "-aec",
                RunningServer.AE_TITLE,
                "+tls",
                "client.key",
                "client.crt",
                "+cf",
                believed));
        command.addAll(options);
        command.addAll(List.of("127.0.0.1", Integer.toString(port)));
        for (Path file : files) {
            command.add(file.toString());
        }
        return Peers.run(folder, command);
    }

    @Test
    void instancesComeAndGoByTlsAndKeysAreRenewed() throws Exception {
        makeKeys("first");
        makeKeys("second");
        makeKeys("client");
        use("first");
        int tlsPort = Ports.free();
        Map<String, String> settings = Map.of(
                "VOXRELAY_DICOM_TLS_PORT", Integer.toString(tlsPort),
                "VOXRELAY_TLS_KEY_STORE", file("keys.p12").toString(),
                "VOXRELAY_TLS_KEY_STORE_PASSWORD", PASSWORD,
                "VOXRELAY_TLS_TRUST_STORE", file("client.crt").toString());
        try (RunningServer server = RunningServer.start(folder.resolve("data"), settings)) {
            Http http = new Http(server);
            assertThat(http.json("api/server").path("dicomTlsPort").asInt()).isEqualTo(tlsPort);
            store(http, tlsPort);
            moveByTls(http, server.dicomPort());
            assertThat(Peers.run(
                                    Peers.require("echoscu").toString(),
                                    "-aec",
                                    RunningServer.AE_TITLE,
                                    "127.0.0.1",
                                    Integer.toString(server.dicomPort()))
                            .exitCode())
                    .as("the plain listener stays")
                    .isZero();
            use("second");
            Peers.Ended renewed = dcmtk("echoscu", tlsPort, "second.crt", List.of());
            assertThat(renewed.exitCode()).as(renewed.output()).isZero();
            assertThat(dcmtk("echoscu", tlsPort, "first.crt", List.of()).exitCode())
                    .isNotZero();
            assertThat(server.log()).doesNotContain(PASSWORD);
        }
    }

    private void store(Http http, int tlsPort) throws Exception {
        SentSeries series = SentSeries.make(folder, "by tls");
        Peers.Ended ended = dcmtk(
                "storescu", tlsPort, "first.crt", List.of(), series.files().toArray(Path[]::new));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(http.json("dicom-web/studies/" + series.study() + "/instances"))
                .hasSize(SentSeries.IMAGES);
        Peers.Ended plain = Peers.run(Peers.require("echoscu").toString(), "-to", "5", "127.0.0.1", "" + tlsPort);
        assertThat(plain.exitCode()).as("a plain requester at the TLS port").isNotZero();
        Peers.Ended stranger = Peers.run(
                folder,
                List.of(
                        Peers.require("echoscu").toString(),
                        "-aec",
                        RunningServer.AE_TITLE,
                        "+tls",
                        "second.key",
                        "second.crt",
                        "+cf",
                        "first.crt",
                        "127.0.0.1",
                        "" + tlsPort));
        assertThat(stranger.exitCode())
                .as("a certificate that nobody vouches for")
                .isNotZero();
    }

    /** DCMTK's movescu knows no TLS: it asks in plain, and the instances go by TLS. */
    private void moveByTls(Http http, int plainPort) throws Exception {
        int port = Ports.free();
        Path received = Files.createDirectory(folder.resolve("received"));
        var storescp = List.of(
                Peers.require("storescp").toString(),
                "+xa",
                "-B",
                "-od",
                received.toString(),
                "+tls",
                "client.key",
                "client.crt",
                "+cf",
                "first.crt",
                "" + port);
        SentSeries series = SentSeries.stored(folder, "moved by tls", http);
        try (var ignored = PeerProgram.serving(port, folder, storescp)) {
            String json = KnownNode.json("TLSSCP", port, "MOVE_DESTINATION").replace("{", "{\"tls\":true,");
            assertThat(http.send("POST", "api/nodes", json).statusCode()).isEqualTo(201);
            assertThat(KnownNode.echo(http, "TLSSCP").path("alive").asBoolean()).isTrue();
            Peers.Ended ended = Peers.run(
                    Peers.require("movescu").toString(),
                    "-aec",
                    RunningServer.AE_TITLE,
                    "-S",
                    "-aem",
                    "TLSSCP",
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=" + series.study(),
                    "127.0.0.1",
                    Integer.toString(plainPort));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
        series.assertCameWhole(SentSeries.received(received));
    }
}
