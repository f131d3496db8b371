package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.peers.Peers;

class PynetdicomIT {
    @TempDir
    private Path folder;

    @Test
    void pynetdicomEchoesAndStores() throws IOException {
        Path python = Peers.python("pynetdicom");
        List<Path> files = Samples.writeAll(folder);
        InMemoryStore store = new InMemoryStore();
        try (DimseServer server = TestServer.open(store)) {
            List<String> command = Stream.concat(
                            Stream.of(python.toString(), "src/test/python/scu.py", String.valueOf(server.port())),
                            files.stream().map(Path::toString))
                    .toList();
            Peers.Ended ended = Peers.run(Path.of("."), command);
            assertThat(ended.output().lines())
                    .containsExactly("echo 0000", "store 0000", "store 0000", "store 0000", "store 0000", "released");
        }
        for (Path file : files) {
            Attributes sent = Samples.read(file);
            InMemoryStore.Stored stored =
                    store.instances().get(file.getFileName().toString().replace(".dcm", ""));
            assertThat(Samples.read(stored.dataset(), stored.request().transferSyntaxUid()))
                    .isEqualTo(sent);
        }
    }

    @Test
    void pynetdicomStoresWhatWeSendByteForByte() throws Exception {
        Path python = Peers.python("pynetdicom");
        Path received = Files.createDirectory(folder.resolve("received"));
        List<Path> files = Samples.writeAll(folder);
        Process scp = new ProcessBuilder(python.toString(), "src/test/python/scp.py", received.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(scp.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(lines.readLine().replace("port ", ""));
            AssociationRequest request = AssociationRequest.to("127.0.0.1", port)
                    .calledAeTitle("PYNETDICOM")
                    .limits(TestServer.LIMITS)
                    .addVerification();
            Samples.kinds().forEach(kind -> request.add(kind[1], kind[2]));
            try (Association association = request.open()) {
                assertThat(association.echo()).isZero();
                for (int i = 0; i < files.size(); i++) {
                    String[] kind = Samples.kinds().get(i);
                    StoreResult result = store(association, kind, files.get(i));
                    assertThat(result.status()).isEqualTo(kind[0].equals("1.2.3.7") ? 0xB007 : 0);
                    assertThat(result.isStored()).isTrue();
                    assertThat(lines.readLine()).isEqualTo("stored " + kind[0] + ".dcm");
                    assertThat(Files.readAllBytes(received.resolve(kind[0] + ".dcm")))
                            .isEqualTo(bareDataset(files.get(i)));
                }
            }
            assertThat(lines.readLine()).isEqualTo("released");
        } finally {
            scp.destroy();
            scp.waitFor();
        }
    }

    private static StoreResult store(Association association, String[] kind, Path file) throws IOException {
        try (InputStream dataset = new DicomInputStream(Files.newInputStream(file))) {
            return association.store(new Uid(kind[1]), new Uid(kind[0]), kind[2], dataset);
        }
    }

    private static byte[] bareDataset(Path file) throws IOException {
        try (InputStream dataset = new DicomInputStream(Files.newInputStream(file))) {
            return dataset.readAllBytes();
        }
    }
}
