package org.voxrelay.dimse.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.FileMetaInformation;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.InMemoryStore;
import org.voxrelay.dimse.StoreResult;
import org.voxrelay.dimse.TestServer;

class StoreScuTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final InMemoryStore store = new InMemoryStore();

    @TempDir
    private Path folder;

    @Test
    void allFilesOfAFolderAreSent() throws IOException {
        write("1.2.1", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        write("1.2.2", UID.MRImageStorage, UID.ImplicitVRLittleEndian);
        write("1.2.3", UID.CTImageStorage, UID.JPEG2000);
        try (DimseServer server = TestServer.open(store)) {
            assertThat(run("--called", "TEST", "localhost", port(server), folder.toString()))
                    .isZero();
            assertThat(store.instances()).containsOnlyKeys("1.2.1", "1.2.2", "1.2.3");
            assertThat(output()).contains("3 stored, 0 failed");
        }
    }

    @Test
    void moreKindsThanAnAssociationHasRoomForAreSentInSeveral() throws IOException {
        for (int i = 0; i < 130; i++) {
            write("1.2." + i, UID.CTImageStorage, "1.2.3." + i);
        }
        try (DimseServer server = TestServer.open(store)) {
            assertThat(run("--called", "TEST", "localhost", port(server), folder.toString()))
                    .isZero();
            assertThat(store.instances()).hasSize(130);
        }
    }

    @Test
    void whatIsNoDicomAndWhatIsRefusedIsNamedAndTheRestIsSent() throws IOException {
        write("1.2.1", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        write("1.2.2", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        Files.writeString(folder.resolve("letter.txt"), "Dear Sir or Madam");
        try (DimseServer server =
                TestServer.open((request, dataset) -> request.sopInstanceUid().equals("1.2.1")
                        ? new StoreResult(0xA700, "full")
                        : store.store(request, dataset))) {
            assertThat(run("--called", "TEST", "localhost", port(server), folder.toString()))
                    .isEqualTo(1);
            assertThat(output())
                    .contains("letter.txt: The file is no DICOM file")
                    .contains("status A700 full")
                    .contains("1 stored, 2 failed");
        }
    }

    @Test
    void nobodyListeningIsAFailure() throws IOException {
        write("1.2.1", UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        int port;
        try (DimseServer server = TestServer.open(store)) {
            port = server.port();
        }
        assertThat(run("localhost", String.valueOf(port), folder.toString())).isEqualTo(1);
        assertThat(EchoScu.run(new PrintStream(printed), "localhost", String.valueOf(port)))
                .isEqualTo(1);
    }

    @Test
    void echoScuSaysWhoAnswered() throws IOException {
        try (DimseServer server = TestServer.open(store)) {
            assertThat(EchoScu.run(new PrintStream(printed), "--called", "TEST", "localhost", port(server)))
                    .isZero();
            assertThat(output()).contains("TEST answered with status 0000");
        }
    }

    @Test
    void wrongArgumentsAreExplained() {
        assertThat(run("localhost")).isEqualTo(2);
        assertThat(run("localhost", "x", "y")).isEqualTo(2);
        assertThat(run("localhost", "104")).isEqualTo(2);
        assertThat(run("--unknown", "x", "localhost", "104", "y")).isEqualTo(2);
        assertThat(run("localhost", "104", "--called")).isEqualTo(2);
        assertThat(run("--called", "a title that is too long", "localhost", "104", "."))
                .isEqualTo(2);
        assertThat(output()).contains("usage:");
    }

    private void write(String instance, String sopClass, String transferSyntax) throws IOException {
        Attributes dataset = new Attributes().setString(Tag.SOPInstanceUID, VR.UI, instance);
        try (DicomOutputStream out = new DicomOutputStream(
                Files.newOutputStream(folder.resolve(instance)), TransferSyntax.of(transferSyntax))) {
            out.writeFile(FileMetaInformation.of(new Uid(sopClass), new Uid(instance), transferSyntax), dataset);
        }
    }

    private int run(String... args) {
        return StoreScu.run(new PrintStream(printed), args);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String port(DimseServer server) {
        return String.valueOf(server.port());
    }
}
