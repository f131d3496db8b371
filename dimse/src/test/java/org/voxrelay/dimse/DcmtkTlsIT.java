package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** DCMTK's programs talk TLS with both roles, in their default profile, which is BCP 195 non-downgrading. */
class DcmtkTlsIT {
    @TempDir
    private static Path folder;

    private static Path ours;
    private static Path ourCertificate;
    private static Path theirKeyPem;
    private static Path theirCertificate;

    private final InMemoryStore store = new InMemoryStore();

    @BeforeAll
    static void makeKeys() throws Exception {
        ours = TestKeys.key(folder, "localhost");
        ourCertificate = TestKeys.trust(folder, ours);
        Path theirs = TestKeys.key(folder, "dcmtk");
        theirCertificate = TestKeys.trust(folder, theirs);
        theirKeyPem = TestKeys.privatePem(folder, theirs);
    }

    private DimseServer open() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return DimseServer.open(
                List.of(Listener.encrypted(address, TestKeys.mutual(ours, theirCertificate))),
                ApplicationEntity.storing("TEST", store),
                TestServer.LIMITS,
                Thread::new);
    }

    private static Peers.Ended run(String program, DimseServer server, String... files) {
        List<String> options = List.of(
                Peers.require(program).toString(),
                "-v",
                "-aec",
                "TEST",
                "+tls",
                theirKeyPem.toString(),
                theirCertificate.toString(),
                "+cf",
                ourCertificate.toString(),
                "localhost",
                String.valueOf(server.port()));
        return Peers.run(Stream.concat(options.stream(), Stream.of(files)).toArray(String[]::new));
    }

    @Test
    void echoscuIsAnswered() throws IOException {
        try (DimseServer server = open()) {
            Peers.Ended ended = run("echoscu", server);
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(ended.output()).contains("Received Echo Response (Success)");
        }
    }

    @Test
    void storescuStores() throws IOException {
        Path file = Samples.write(folder, "1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        try (DimseServer server = open()) {
            Peers.Ended ended = run("storescu", server, file.toString());
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            InMemoryStore.Stored stored = store.instances().get("1.2.3.4");
            assertThat(Samples.read(stored.dataset(), stored.request().transferSyntaxUid()))
                    .isEqualTo(Samples.read(file));
        }
    }

    @Test
    void echoscuWithoutACertificateIsNotLetIn() throws IOException {
        try (DimseServer server = open()) {
            Peers.Ended ended = Peers.run(
                    Peers.require("echoscu").toString(),
                    "+tla",
                    "-ic",
                    "-aec",
                    "TEST",
                    "localhost",
                    String.valueOf(server.port()));
            assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        }
    }

    @Test
    void storescpStoresWhatWeSend() throws Exception {
        Path storescp = Peers.require("storescp");
        Path received = Files.createDirectory(folder.resolve("received"));
        Path file = Samples.write(folder, "1.2.3.5", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        int port = Ports.free();
        List<String> command = List.of(
                storescp.toString(),
                "+tls",
                theirKeyPem.toString(),
                theirCertificate.toString(),
                "+cf",
                ourCertificate.toString(),
                "-od",
                received.toString(),
                String.valueOf(port));
        AssociationRequest request = AssociationRequest.to("localhost", port)
                .limits(TestServer.LIMITS)
                .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .tls(TestKeys.mutual(ours, theirCertificate));
        try (PeerProcess scp = new PeerProcess(folder.resolve("storescp.txt"), command);
                Association association = PeerProcess.openWhenReady(request);
                var dataset = new DicomInputStream(Files.newInputStream(file))) {
            assertThat(association.store(
                            new Uid(UID.CTImageStorage), new Uid("1.2.3.5"), UID.ExplicitVRLittleEndian, dataset))
                    .isEqualTo(StoreResult.SUCCESS);
        }
        try (var files = Files.list(received)) {
            assertThat(Samples.read(files.findFirst().orElseThrow())).isEqualTo(Samples.read(file));
        }
    }
}
