package org.voxrelay.dimse.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dimse.ApplicationEntity;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.DimseServer;
import org.voxrelay.dimse.FindOptions;
import org.voxrelay.dimse.IdentityVerifier;
import org.voxrelay.dimse.InMemoryStore;
import org.voxrelay.dimse.OperationResult;
import org.voxrelay.dimse.OutgoingInstance;
import org.voxrelay.dimse.RetrieveOptions;
import org.voxrelay.dimse.RetrieveService;
import org.voxrelay.dimse.TestServer;
import org.voxrelay.dimse.pdu.UserIdentity;

class QueryToolsTest {
    private static final Attributes IMAGE = new Attributes()
            .setString(Tag.SOPClassUID, UID.CTImageStorage)
            .setString(Tag.SOPInstanceUID, "1.2.3.4")
            .setString(Tag.StudyInstanceUID, "1.2.3");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final InMemoryStore store = new InMemoryStore();

    @TempDir
    private Path folder;

    private static RetrieveService.Result image(Attributes identifier) {
        OutgoingInstance image = new OutgoingInstance(
                new Uid(UID.CTImageStorage),
                new Uid("1.2.3.4"),
                List.of(UID.ExplicitVRLittleEndian),
                (syntax, out) -> new DicomOutputStream(out, TransferSyntax.of(syntax)).writeDataset(IMAGE));
        boolean asked = identifier.getStrings(Tag.StudyInstanceUID).contains("1.2.3");
        return new RetrieveService.Result.Instances(asked ? List.of(image) : List.of());
    }

    private DimseServer open(int destination) throws IOException {
        return TestServer.open(
                ApplicationEntity.titled("TEST")
                        .find(
                                (request, matches) -> {
                                    matches.send(IMAGE);
                                    return OperationResult.SUCCESS;
                                },
                                FindOptions.NONE,
                                UID.StudyRootQueryRetrieveInformationModelFind)
                        .get(
                                request -> image(request.identifier()),
                                RetrieveOptions.NONE,
                                UID.StudyRootQueryRetrieveInformationModelGet)
                        .move(
                                request -> image(request.identifier()),
                                (request, title) -> title.equals("DEST")
                                        ? Optional.of(AssociationRequest.to("127.0.0.1", destination)
                                                .calledAeTitle("TEST"))
                                        : Optional.empty(),
                                RetrieveOptions.NONE,
                                UID.StudyRootQueryRetrieveInformationModelMove)
                        .build(),
                TestServer.LIMITS);
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void matchesArePrinted() throws IOException {
        try (DimseServer server = open(1)) {
            String port = String.valueOf(server.port());
            assertThat(FindScu.run(
                            out(),
                            "--called",
                            "TEST",
                            "localhost",
                            port,
                            "study",
                            "PatientName=X*",
                            "StudyInstanceUID"))
                    .isZero();
            assertThat(output()).contains("StudyInstanceUID=1.2.3", "TEST answered with status 0000");
        }
    }

    @Test
    void instancesAreGotAsFiles() throws IOException {
        try (DimseServer server = open(1)) {
            String port = String.valueOf(server.port());
            assertThat(GetScu.run(
                            out(),
                            "--called",
                            "TEST",
                            "localhost",
                            port,
                            folder.toString(),
                            "STUDY",
                            "StudyInstanceUID=1.2\\1.2.3"))
                    .as(output())
                    .isZero();
            assertThat(output()).contains("1 sent");
        }
        try (DicomInputStream in = new DicomInputStream(Files.newInputStream(folder.resolve("1.2.3.4.dcm")))) {
            assertThat(in.getTransferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
            assertThat(in.readDataset()).isEqualTo(IMAGE);
        }
    }

    @Test
    void instancesAreMoved() throws IOException {
        try (DimseServer destination = TestServer.open(store);
                DimseServer server = open(destination.port())) {
            String port = String.valueOf(server.port());
            String[] known = {"--called", "TEST", "localhost", port, "DEST", "STUDY", "StudyInstanceUID=1.2.3"};
            assertThat(MoveScu.run(out(), known)).as(output()).isZero();
            assertThat(store.instances()).containsOnlyKeys("1.2.3.4");
            String[] unknown = {"--called", "TEST", "localhost", port, "OTHER", "STUDY", "StudyInstanceUID=1.2.3"};
            assertThat(MoveScu.run(out(), unknown)).isEqualTo(1);
            assertThat(output()).contains("status A801");
        }
    }

    /** With the names of dcm4che's tools. */
    @Test
    void userAndOptionsAreNegotiated() throws IOException {
        List<UserIdentity> users = new CopyOnWriteArrayList<>();
        List<Object> options = new CopyOnWriteArrayList<>();
        RetrieveOptions relational = new RetrieveOptions(true, false);
        RetrieveService nothing = request -> {
            options.add(request.options());
            return new RetrieveService.Result.Instances(List.of());
        };
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .find(
                        (request, matches) -> {
                            options.add(request.options());
                            return OperationResult.SUCCESS;
                        },
                        new FindOptions(true, true, true, true, true),
                        UID.StudyRootQueryRetrieveInformationModelFind)
                .get(nothing, relational, UID.StudyRootQueryRetrieveInformationModelGet)
                .move(
                        nothing,
                        (request, title) -> Optional.of(AssociationRequest.to("127.0.0.1", 1)),
                        relational,
                        UID.StudyRootQueryRetrieveInformationModelMove)
                .identities((offer, identity) -> {
                    users.add(identity);
                    return new IdentityVerifier.Result.Ignored();
                })
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS)) {
            String[] peer = {"--called", "TEST", "localhost", "" + server.port()};
            assertThat(FindScu.run(out(), with(peer, "--user anna --fuzzy --relational", "IMAGE SOPInstanceUID")))
                    .isZero();
            assertThat(FindScu.run(out(), with(peer, "--datetime", "STUDY StudyDate")))
                    .isZero();
            assertThat(GetScu.run(
                            out(),
                            with(peer, "--user-jwt a.b.c --relational", folder + " SERIES SeriesInstanceUID=1.2")))
                    .isZero();
            assertThat(MoveScu.run(
                            out(), with(peer, "--user anna --user-pass word", "DEST SERIES SeriesInstanceUID=1.2")))
                    .isZero();
            assertThat(EchoScu.run(out(), with(peer, "--user-saml <Assertion/>", "")))
                    .isZero();
        }
        assertThat(options)
                .containsExactly(
                        new FindOptions(true, false, true, false, false),
                        new FindOptions(false, true, false, false, false),
                        relational,
                        RetrieveOptions.NONE);
        assertThat(users)
                .containsExactly(
                        UserIdentity.username("anna"),
                        UserIdentity.jsonWebToken("a.b.c"),
                        UserIdentity.usernameAndPasscode("anna", "word"),
                        UserIdentity.saml("<Assertion/>"));
    }

    private static String[] with(String[] peer, String options, String others) {
        return Stream.of(Stream.of(options.split(" ")), Stream.of(peer), Stream.of(others.split(" ")))
                .flatMap(words -> words)
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    /** Study Root has no such level (PS3.4 section C.6.2.1). */
    @Test
    void patientsAreAskedForInThePatientRootModel() throws IOException {
        List<String> models = new CopyOnWriteArrayList<>();
        RetrieveService nothing = request -> {
            models.add(request.sopClassUid());
            return new RetrieveService.Result.Instances(List.of());
        };
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .find(
                        (request, matches) -> {
                            models.add(request.sopClassUid());
                            return OperationResult.SUCCESS;
                        },
                        FindOptions.NONE,
                        UID.PatientRootQueryRetrieveInformationModelFind)
                .get(nothing, RetrieveOptions.NONE, UID.PatientRootQueryRetrieveInformationModelGet)
                .move(
                        nothing,
                        (request, title) -> Optional.of(AssociationRequest.to("127.0.0.1", 1)),
                        RetrieveOptions.NONE,
                        UID.PatientRootQueryRetrieveInformationModelMove)
                .build();
        try (DimseServer server = TestServer.open(entity, TestServer.LIMITS)) {
            String[] peer = {"--called", "TEST", "localhost", "" + server.port()};
            FindScu.run(out(), with(peer, "", "PATIENT PatientName"));
            GetScu.run(out(), with(peer, "", folder + " patient PatientID=1"));
            MoveScu.run(out(), with(peer, "", "DEST PATIENT PatientID=1"));
        }
        assertThat(models)
                .containsExactly(
                        UID.PatientRootQueryRetrieveInformationModelFind,
                        UID.PatientRootQueryRetrieveInformationModelGet,
                        UID.PatientRootQueryRetrieveInformationModelMove);
    }

    @Test
    void usersThatContradictAreRefused() {
        for (String options : List.of("--user-pass word", "--user anna --user-jwt a.b.c")) {
            assertThat(EchoScu.run(out(), with(new String[] {"localhost", "104"}, options, "")))
                    .isEqualTo(2);
        }
        assertThat(EchoScu.run(out(), "--relational", "localhost", "104")).isEqualTo(2);
        assertThat(output()).contains("--user-pass needs --user", "not several", "unknown option --relational");
    }

    @Test
    void wrongArgumentsAreExplained() {
        assertThat(FindScu.run(out(), "localhost", "104")).isEqualTo(2);
        assertThat(FindScu.run(out(), "localhost", "104", "STUDY", "NoSuchKeyword"))
                .isEqualTo(2);
        assertThat(MoveScu.run(out(), "localhost", "104")).isEqualTo(2);
        assertThat(GetScu.run(out(), "localhost", "104", "no such folder", "STUDY"))
                .isEqualTo(2);
        assertThat(output()).contains("a level is wanted", "unknown keyword NoSuchKeyword", "usage:");
    }
}
