package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** pynetdicom uses all services of ours, and we use all of its, plain and encrypted. */
class PynetdicomQueryIT {
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;
    private static final String MOVE = UID.StudyRootQueryRetrieveInformationModelMove;
    private static final String MPPS = UID.ModalityPerformedProcedureStep;

    @TempDir
    private static Path folder;

    private static TlsContext tls;
    private static List<String> theirTls;

    @BeforeAll
    static void makeKeys() throws Exception {
        Path ours = TestKeys.key(folder, "localhost");
        Path theirs = TestKeys.key(folder, "pynetdicom");
        Path theirCertificate = TestKeys.trust(folder, theirs);
        tls = TestKeys.mutual(ours, theirCertificate);
        theirTls = List.of(
                TestKeys.trust(folder, ours).toString(),
                TestKeys.privatePem(folder, theirs).toString(),
                theirCertificate.toString());
    }

    private static List<String> command(String script, boolean encrypted, Object... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Peers.python("pynetdicom").toString(), "src/test/python/" + script));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        if (encrypted) {
            command.addAll(theirTls);
        }
        return command;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pynetdicomUsesAllServices(boolean encrypted) throws IOException {
        SampleArchive archive = new SampleArchive(3);
        int back = Ports.free();
        ApplicationEntity entity = archive.entity(title -> title.equals("PYDEST")
                        ? Optional.of(AssociationRequest.to("127.0.0.1", back)
                                .calledAeTitle(title)
                                .limits(TestServer.LIMITS))
                        : Optional.empty())
                .identities((offer, identity) -> identity.equals(UserIdentity.usernameAndPasscode("somebody", "right")
                                .withResponseRequested())
                        ? new IdentityVerifier.Result.Verified("somebody")
                        : new IdentityVerifier.Result.Refused())
                .build();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener listener = encrypted ? Listener.encrypted(address, tls) : Listener.plain(address);
        try (DimseServer server = DimseServer.open(List.of(listener), entity, TestServer.LIMITS, Thread::new)) {
            Peers.Ended ended = Peers.run(Path.of("."), command("query_scu.py", encrypted, server.port(), back));
            assertThat(ended.output().lines()) // two threads print them
                    .containsExactlyInAnyOrder(
                            "identity answered True",
                            "extended 010001",
                            "find FF00 1.2.3.0",
                            "find FF00 1.2.3.1",
                            "find FF00 1.2.3.2",
                            "find 0000",
                            "got 1.2.3.1.1.1 for None",
                            "get 0000 1 0 0",
                            "got 1.2.3.0.1.1 for PYNETDICOM",
                            "move FF00 1 0 0",
                            "got 1.2.3.2.1.1 for PYNETDICOM",
                            "move 0000 2 0 0",
                            "move A801",
                            "action 0000",
                            "event 2 kept ['1.2.3.0.1.1'] failed ['1.2.3.777 0112']",
                            "released");
            assertThat(archive.asked().get(0).association().user()).contains("somebody");
            assertThat(archive.asked().get(0).options().fuzzyNames()).isTrue();
        }
    }

    /** Runs the acceptor while the test asks it; gives the lines that it prints. */
    private interface Asking {
        void ask(int port, BufferedReader lines) throws Exception;
    }

    private static void withAcceptor(boolean encrypted, int destination, Asking asking) throws Exception {
        Process scp = new ProcessBuilder(command("query_scp.py", encrypted, destination))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(scp.getInputStream(), StandardCharsets.UTF_8))) {
            asking.ask(Integer.parseInt(lines.readLine().replace("port ", "")), lines);
        } finally {
            scp.destroy();
            scp.waitFor();
        }
    }

    private static AssociationRequest request(int port, boolean encrypted) {
        AssociationRequest request = AssociationRequest.to("127.0.0.1", port)
                .callingAeTitle("TEST")
                .calledAeTitle("PYNETDICOM")
                .limits(TestServer.LIMITS)
                .identity(UserIdentity.usernameAndPasscode("somebody", "right").withResponseRequested());
        return encrypted ? request.tls(tls) : request;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pynetdicomAnswersQueriesAndRetrievals(boolean encrypted) throws Exception {
        InMemoryStore received = new InMemoryStore();
        try (DimseServer destination = TestServer.open(received)) {
            withAcceptor(encrypted, destination.port(), (port, lines) -> {
                try (Association association = request(port, encrypted)
                        .addService(FIND)
                        .addService(GET)
                        .addService(MOVE)
                        .addRetrieved(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                        .retrieving(received)
                        .open()) {
                    queryAndRetrieve(association, received);
                }
            });
        }
    }

    private static void queryAndRetrieve(Association association, InMemoryStore received) throws IOException {
        Attributes keys = new Attributes().setString(Tag.QueryRetrieveLevel, "STUDY");
        List<Attributes> matches = new ArrayList<>();
        assertThat(association.find(FIND, keys, matches::add).isSuccess()).isTrue();
        assertThat(matches).hasSize(100);
        OperationResult cancelled = association.find(FIND, keys, match -> false);
        assertThat(cancelled.status()).isIn(Status.CANCEL, Status.SUCCESS); // it may have been done before
        RetrieveResult got = association.get(GET, keys, progress -> true);
        assertThat(got.isSuccess()).as(got.toString()).isTrue();
        assertThat(got.counts()).isEqualTo(new RetrieveProgress(0, 3, 0, 0));
        assertThat(received.instances()).containsOnlyKeys("1.2.3.0", "1.2.3.1", "1.2.3.2");
        received.instances().clear();
        RetrieveResult moved = association.move(MOVE, "TEST", keys, progress -> true);
        assertThat(moved.isSuccess()).as(moved.toString()).isTrue();
        assertThat(received.instances()).containsOnlyKeys("1.2.3.0", "1.2.3.1");
        assertThat(association.move(MOVE, "NOWHERE", keys, progress -> true).status())
                .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    }

    @Test
    void pynetdicomCommitsAndIsNotified() throws Exception {
        List<StorageCommitment.Report> reports = new ArrayList<>();
        StorageCommitment.Item item = new StorageCommitment.Item(UID.CTImageStorage, "1.2.3.4");
        withAcceptor(false, 1, (port, lines) -> {
            try (Association association = request(port, false)
                    .addService(StorageCommitment.SOP_CLASS)
                    .addService(MPPS)
                    .addService(UID.InstanceAvailabilityNotification)
                    .serving(
                            event -> {
                                StorageCommitment.Report.of(event.message()).ifPresent(reports::add);
                                return NormalizedResult.success();
                            },
                            StorageCommitment.SOP_CLASS)
                    .open()) {
                var wanted = new StorageCommitment.Request(new Uid("1.2.99"), List.of(item));
                assertThat(association.perform(wanted.message()).isSuccess()).isTrue();
                assertThat(association.serveNext(Duration.ofSeconds(20))).isTrue();
                assertThat(lines.readLine()).isEqualTo("reported 0000");
                assertThat(reports)
                        .containsExactly(new StorageCommitment.Report(new Uid("1.2.99"), List.of(item), List.of()));
                perform(association, lines);
            }
        });
    }

    private static void perform(Association association, BufferedReader lines) throws IOException {
        Uid step = new Uid("1.2.77");
        Attributes status = new Attributes().setString(Tag.PerformedProcedureStepStatus, "COMPLETED");
        Attributes available = new Attributes().setString(Tag.StudyInstanceUID, "1.2.3");
        NormalizedResult created = association.perform(NormalizedMessage.create(MPPS, Optional.of(step), status));
        assertThat(created.isSuccess()).isTrue();
        assertThat(lines.readLine()).isEqualTo("created Modality Performed Procedure Step SOP Class 1.2.77");
        NormalizedResult set = association.perform(NormalizedMessage.set(MPPS, step, status));
        assertThat(set.dataset()).isEqualTo(status);
        assertThat(lines.readLine()).isEqualTo("set 1.2.77 COMPLETED");
        NormalizedMessage notification = NormalizedMessage.create(
                UID.InstanceAvailabilityNotification, Optional.of(new Uid("1.2.78")), available);
        assertThat(association.perform(notification).isSuccess()).isTrue();
        assertThat(lines.readLine()).isEqualTo("created Instance Availability Notification SOP Class 1.2.78");
    }

    @Test
    void pynetdicomRejectsAWrongPasscode() throws Exception {
        withAcceptor(
                false,
                1,
                (port, lines) -> assertThatThrownBy(() -> request(port, false)
                                .identity(UserIdentity.usernameAndPasscode("somebody", "wrong"))
                                .addVerification()
                                .open())
                        .isInstanceOf(AssociationException.class));
    }
}
