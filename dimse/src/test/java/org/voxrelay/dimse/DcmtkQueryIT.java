package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** DCMTK's programs ask us for matches and instances, and answer when we ask. */
class DcmtkQueryIT {
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;

    private final SampleArchive archive = new SampleArchive(5);

    @TempDir
    private Path folder;

    private DimseServer serving() throws IOException {
        return TestServer.open(archive.entity(title -> Optional.empty()).build(), TestServer.LIMITS);
    }

    private static Peers.Ended run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Peers.require(program).toString(), "-v", "-aec", "TEST"));
        command.addAll(List.of(arguments));
        return Peers.run(command.toArray(String[]::new));
    }

    private static String port(DimseServer server) {
        return String.valueOf(server.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-S", "-P"})
    void findscuGetsAllMatches(String model) throws IOException {
        try (DimseServer server = serving()) {
            Peers.Ended ended = run(
                    "findscu",
                    model,
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID",
                    "-k",
                    "PatientName",
                    "localhost",
                    port(server));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(ended.output().lines().filter(line -> line.contains("Find Response:")))
                    .hasSize(5);
            assertThat(ended.output()).contains("Received Final Find Response (Success)", "[1.2.3.4");
        }
    }

    @Test
    void findscuCancels() throws IOException {
        SampleArchive large = new SampleArchive(300);
        try (DimseServer server =
                TestServer.open(large.entity(title -> Optional.empty()).build(), TestServer.LIMITS)) {
            Peers.Ended ended = run(
                    "findscu",
                    "-S",
                    "--cancel",
                    "2",
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID",
                    "localhost",
                    port(server));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(ended.output()).contains("Sending Cancel Request");
        }
    }

    @Test
    void getscuGetsItsInstances() throws IOException {
        Path got = Files.createDirectory(folder.resolve("got"));
        try (DimseServer server = serving()) {
            Peers.Ended ended = run(
                    "getscu",
                    "-S",
                    "-od",
                    got.toString(),
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=1.2.3.1\\1.2.3.3",
                    "localhost",
                    port(server));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(ended.output()).contains("Completed Suboperations : 2");
        }
        assertReceived(got, 1, 3);
    }

    @Test
    void movescuGetsItsInstances() throws IOException {
        Path got = Files.createDirectory(folder.resolve("got"));
        int back = Ports.free();
        try (DimseServer server = TestServer.open(
                archive.entity(title -> title.equals("MOVESCU")
                                ? Optional.of(AssociationRequest.to("127.0.0.1", back)
                                        .calledAeTitle(title)
                                        .callingAeTitle("TEST")
                                        .limits(TestServer.LIMITS))
                                : Optional.empty())
                        .build(),
                TestServer.LIMITS)) {
            Peers.Ended ended = run(
                    "movescu",
                    "-S",
                    "-aet",
                    "MOVESCU",
                    "-aem",
                    "MOVESCU",
                    "+P",
                    String.valueOf(back),
                    "-od",
                    got.toString(),
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=1.2.3.0\\1.2.3.2",
                    "localhost",
                    port(server));
            assertThat(ended.exitCode()).as(ended.output()).isZero();
            assertThat(ended.output()).contains("Received Final Move Response (Success)");
            Peers.Ended unknown = run(
                    "movescu",
                    "-S",
                    "-aem",
                    "NOWHERE",
                    "-k",
                    "QueryRetrieveLevel=STUDY",
                    "-k",
                    "StudyInstanceUID=1.2.3.0",
                    "localhost",
                    port(server));
            assertThat(unknown.output()).containsIgnoringCase("MoveDestinationUnknown");
        }
        assertReceived(got, 0, 2);
    }

    private void assertReceived(Path got, int... studies) throws IOException {
        List<Attributes> files = new ArrayList<>();
        try (var paths = Files.list(got)) {
            for (Path path : paths.sorted().toList()) {
                files.add(Samples.read(path));
            }
        }
        assertThat(files).hasSize(studies.length);
        for (int study : studies) {
            assertThat(files).contains(archive.images().get(study));
        }
    }

    @Test
    void dcmqrscpIsAskedForMatchesAndInstances() throws Exception {
        Path dcmqrscp = Peers.require("dcmqrscp");
        int port = Ports.free();
        InMemoryStore received = new InMemoryStore();
        try (DimseServer destination = TestServer.open(received)) {
            Path config = configure(port, destination.port());
            List<String> command = List.of(dcmqrscp.toString(), "--single-process", "-v", "-c", config.toString());
            try (PeerProcess scp = new PeerProcess(folder.resolve("dcmqrscp.txt"), command);
                    Association association = PeerProcess.openWhenReady(AssociationRequest.to("127.0.0.1", port)
                            .calledAeTitle("QR")
                            .callingAeTitle("TEST")
                            .limits(TestServer.LIMITS)
                            .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                            .add(UID.CTImageStorage, UID.ImplicitVRLittleEndian)
                            .role(UID.CTImageStorage, true, true)
                            .addService(FIND)
                            .addService(GET)
                            .addService(MOVE)
                            .retrieving(received))) {
                ask(association, received);
            }
        }
    }

    private void ask(Association association, InMemoryStore received) throws IOException {
        List<Path> files = List.of(
                Samples.write(folder, "1.2.3.4", UID.CTImageStorage, UID.ExplicitVRLittleEndian),
                Samples.write(folder, "1.2.3.5", UID.CTImageStorage, UID.ExplicitVRLittleEndian));
        for (Path file : files) {
            Uid uid = new Uid(file.getFileName().toString().replace(".dcm", ""));
            try (var dataset = new DicomInputStream(Files.newInputStream(file))) {
                assertThat(association
                                .store(new Uid(UID.CTImageStorage), uid, UID.ExplicitVRLittleEndian, dataset)
                                .isStored())
                        .isTrue();
            }
        }
        Attributes study =
                new Attributes().setString(Tag.QueryRetrieveLevel, "STUDY").setString(Tag.StudyInstanceUID, "1.2.3");
        List<Attributes> matches = new ArrayList<>();
        assertThat(association.find(FIND, study, matches::add).isSuccess()).isTrue();
        assertThat(matches).hasSize(1);
        RetrieveResult got = association.get(GET, study, progress -> true);
        assertThat(got.status()).as(got.errorComment()).isZero();
        assertThat(got.counts().completed()).isEqualTo(2);
        assertThat(received.instances()).containsOnlyKeys("1.2.3.4", "1.2.3.5");
        InMemoryStore.Stored stored = received.instances().get("1.2.3.4");
        assertThat(Samples.read(stored.dataset(), stored.request().transferSyntaxUid()))
                .isEqualTo(Samples.read(files.get(0)));
        received.instances().clear();
        RetrieveResult moved = association.move(MOVE, "TEST", study, progress -> true);
        assertThat(moved.status())
                .as(Files.readString(folder.resolve("dcmqrscp.txt")))
                .isZero();
        assertThat(received.instances()).containsOnlyKeys("1.2.3.4", "1.2.3.5");
        assertThat(received.instances().get("1.2.3.4").request().moveOriginator())
                .contains("TEST");
        assertThat(association.move(MOVE, "NOWHERE", study, progress -> true).status())
                .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    }

    private Path configure(int port, int destination) throws IOException {
        Path database = Files.createDirectory(folder.resolve("database"));
        return Files.writeString(folder.resolve("dcmqrscp.cfg"), """
                NetworkTCPPort = %d
                MaxPDUSize = 16384
                MaxAssociations = 16
                HostTable BEGIN
                dest = (TEST, 127.0.0.1, %d)
                HostTable END
                VendorTable BEGIN
                VendorTable END
                AETable BEGIN
                QR %s RW (10, 1024mb) ANY
                AETable END
                """.formatted(port, destination, database));
    }
}
