package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

class DcmtkIT {
    private final InMemoryStore store = new InMemoryStore();

    @TempDir
    private Path folder;

    @Test
    void echoscuIsAnswered() throws IOException {
        Path echoscu = Peers.require("echoscu");
        try (DimseServer server = TestServer.open(store)) {
            Peers.Ended ended =
                    Peers.run(echoscu.toString(), "-v", "-aec", "TEST", "--repeat", "3", "localhost", port(server));
            assertThat(ended.output()).contains("Received Echo Response (Success)");
            assertThat(ended.exitCode()).isZero();
        }
    }

    @Test
    void echoscuIsRejectedWhenItCallsAnotherTitle() throws IOException {
        Path echoscu = Peers.require("echoscu");
        try (DimseServer server = TestServer.open(store)) {
            Peers.Ended ended = Peers.run(echoscu.toString(), "-aec", "OTHER", "localhost", port(server));
            assertThat(ended.output()).contains("Called AE Title Not Recognized");
        }
    }

    @Test
    void storescuStoresInEveryTransferSyntaxThatItProposes() throws IOException {
        Path storescu = Peers.require("storescu");
        Path explicit = Samples.write(folder, "1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        Path lossless = Samples.write(folder, "1.2.3.7", UID.SecondaryCaptureImageStorage, UID.JPEGLosslessSV1);
        try (DimseServer server = TestServer.open(store)) {
            for (String proposal : List.of("-xe", "-xb", "-xi")) {
                Peers.Ended ended = Peers.run(
                        storescu.toString(), "-aec", "TEST", proposal, "localhost", port(server), explicit.toString());
                assertThat(ended.exitCode()).as(ended.output()).isZero();
                assertStored("1.2.3.4", explicit);
            }
            Peers.Ended ended = Peers.run(
                    storescu.toString(), "-aec", "TEST", "-xs", "localhost", port(server), lossless.toString());
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(store.instances().get("1.2.3.7").request().transferSyntaxUid())
                    .isEqualTo(UID.JPEGLosslessSV1);
            assertStored("1.2.3.7", lossless);
        }
    }

    private void assertStored(String instance, Path sent) throws IOException {
        InMemoryStore.Stored stored = store.instances().remove(instance);
        assertThat(Samples.read(stored.dataset(), stored.request().transferSyntaxUid()))
                .isEqualTo(Samples.read(sent));
    }

    @Test
    void storescuThatTakesTheSmallestPdusIsServed() throws IOException {
        Path storescu = Peers.require("storescu");
        Path file = Samples.write(folder, "1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        try (DimseServer server = TestServer.open(store)) {
            Peers.Ended ended = Peers.run(
                    storescu.toString(),
                    "-aec",
                    "TEST",
                    "-pdu",
                    "4096",
                    "--max-send-pdu",
                    "4096",
                    "localhost",
                    port(server),
                    file.toString());
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertStored("1.2.3.4", file);
        }
    }

    @Test
    void storescuThatAbortsLeavesTheServerServing() throws IOException {
        Path storescu = Peers.require("storescu");
        Path file = Samples.write(folder, "1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        try (DimseServer server = TestServer.open(store)) {
            Peers.run(storescu.toString(), "-aec", "TEST", "--abort", "localhost", port(server), file.toString());
            assertStored("1.2.3.4", file);
            Peers.Ended ended =
                    Peers.run(storescu.toString(), "-aec", "TEST", "localhost", port(server), file.toString());
            assertThat(ended.exitCode()).as(ended.output()).isZero();
        }
    }

    @Test
    void storescpStoresWhatWeSend() throws Exception {
        Path storescp = Peers.require("storescp");
        Path received = Files.createDirectory(folder.resolve("received"));
        List<Path> files = Samples.writeAll(Files.createDirectory(folder.resolve("sent")));
        int port = Ports.free();
        Process scp = new ProcessBuilder(
                        storescp.toString(), "+xa", "-B", "-od", received.toString(), String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("storescp.txt").toFile())
                .start();
        try (Association association = openWhenReady(port)) {
            assertThat(association.echo()).isZero();
            for (int i = 0; i < files.size(); i++) {
                String[] kind = Samples.kinds().get(i);
                try (var dataset = new DicomInputStream(Files.newInputStream(files.get(i)))) {
                    assertThat(association.store(new Uid(kind[1]), new Uid(kind[0]), kind[2], dataset))
                            .isEqualTo(StoreResult.SUCCESS);
                }
            }
        } finally {
            scp.destroy();
            scp.waitFor();
        }
        try (var stored = Files.list(received)) {
            List<Path> all = stored.sorted().toList();
            assertThat(all).hasSize(files.size());
            for (Path file : all) {
                String instance = file.getFileName().toString().replaceFirst("^[A-Z]+\\.", "");
                assertThat(Samples.read(file))
                        .isEqualTo(Samples.read(folder.resolve("sent").resolve(instance + ".dcm")));
            }
        }
    }

    /** storescp does not say when it listens. */
    private static Association openWhenReady(int port) throws Exception {
        AssociationRequest request = AssociationRequest.to("127.0.0.1", port)
                .limits(TestServer.LIMITS)
                .addVerification();
        Samples.kinds().forEach(kind -> request.add(kind[1], kind[2]));
        for (int attempt = 0; ; attempt++) {
            try {
                return request.open();
            } catch (IOException e) {
                if (attempt == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private static String port(DimseServer server) {
        return String.valueOf(server.port());
    }
}
