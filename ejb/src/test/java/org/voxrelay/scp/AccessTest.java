package org.voxrelay.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationException;
import org.voxrelay.dimse.NormalizedMessage;
import org.voxrelay.dimse.Status;
import org.voxrelay.dimse.pdu.CommonExtendedNegotiation;
import org.voxrelay.dimse.pdu.UserIdentity;
import org.voxrelay.nodes.Node;
import org.voxrelay.nodes.Permission;
import org.voxrelay.testing.TestNode;

/** Who may do what at the DICOM door. */
class AccessTest {
    private static final String FIND = UID.StudyRootQueryRetrieveInformationModelFind;
    private static final String GET = UID.StudyRootQueryRetrieveInformationModelGet;

    @TempDir
    Path folder;

    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void start(UnknownNodes unknown) throws IOException {
        node = TestNode.start(folder, unknown);
    }

    private void know(String title, String host, Set<Permission> may, int most, boolean enabled) {
        node.nodes.add(new Node(title, host, 104, false, "", may, most, enabled));
        node.known.forget();
    }

    private Association open(String title) throws IOException {
        return node.request(title)
                .addVerification()
                .add(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .addService(FIND)
                .addService(GET)
                .addService(UID.StorageCommitmentPushModel)
                .open();
    }

    private static Attributes study() {
        return new Attributes()
                .setString(Tag.QueryRetrieveLevel, VR.CS, "STUDY")
                .setString(Tag.StudyInstanceUID, VR.UI, "1.2.3");
    }

    private static int store(Association association) throws IOException {
        return association
                .store(
                        new Uid(UID.CTImageStorage),
                        new Uid("1.2.3.4"),
                        UID.ExplicitVRLittleEndian,
                        new ByteArrayInputStream(new byte[0]))
                .status();
    }

    @ParameterizedTest
    @CsvSource({"STORE, C000, 0124, 0124", "QUERY, C000, 0000, 0124", "RETRIEVE, C000, 0000, 0000"})
    void unknownCallersMayDoWhatTheSettingSays(UnknownNodes unknown, String stored, String found, String got)
            throws IOException {
        start(unknown);
        try (Association association = open("STRANGER")) {
            assertThat(association.echo()).isZero();
            assertThat(String.format("%04X", store(association))).isEqualTo(stored); // C000: it came to be read
            assertThat(String.format(
                            "%04X",
                            association.find(FIND, study(), match -> true).status()))
                    .isEqualTo(found);
            assertThat(String.format(
                            "%04X",
                            association.get(GET, study(), progress -> true).status()))
                    .isEqualTo(got);
            var commitment = NormalizedMessage.action(
                    UID.StorageCommitmentPushModel,
                    new Uid(UID.StorageCommitmentPushModelInstance),
                    1,
                    new Attributes());
            assertThat(association.perform(commitment).status()).isEqualTo(Status.NOT_AUTHORIZED);
        }
    }

    @Test
    void unknownCallersAreRejectedWhereTheSettingSaysSo() throws IOException {
        start(UnknownNodes.REFUSE);
        assertThatThrownBy(() -> open("STRANGER"))
                .isInstanceOf(AssociationException.class)
                .hasMessageContaining("calling ae title not recognized");
        know("FRIEND", "127.0.0.1", EnumSet.of(Permission.QUERY), 2, true);
        try (Association association = open("FRIEND")) {
            assertThat(store(association)).isEqualTo(Status.NOT_AUTHORIZED);
            assertThat(association.find(FIND, study(), match -> true).isSuccess())
                    .isTrue();
        }
    }

    @Test
    void aTitleIsBelievedFromItsOwnAddressOnly() throws IOException {
        start(UnknownNodes.RETRIEVE);
        know("ELSEWHERE", "192.0.2.7", EnumSet.allOf(Permission.class), 2, true);
        know("DISABLED", "127.0.0.1", EnumSet.allOf(Permission.class), 2, false);
        for (String title : new String[] {"ELSEWHERE", "DISABLED"}) {
            assertThatThrownBy(() -> open(title)).hasMessageContaining("calling ae title not recognized");
        }
    }

    @Test
    void aNodeHasNoMoreAssociationsThanItsNumber() throws Exception {
        start(UnknownNodes.RETRIEVE);
        know("FRIEND", "127.0.0.1", EnumSet.allOf(Permission.class), 2, true);
        try (Association first = open("FRIEND");
                Association second = open("FRIEND");
                Association other = open("STRANGER")) {
            assertThatThrownBy(() -> open("FRIEND")).hasMessageContaining("local limit exceeded");
            assertThat(first.echo() + second.echo() + other.echo()).isZero();
        }
        for (int i = 0; i < 100; i++) { // the seats are free again once the server's threads have ended
            try (Association again = open("FRIEND")) {
                assertThat(again.echo()).isZero();
                return;
            } catch (AssociationException e) {
                Thread.sleep(50);
            }
        }
        throw new AssertionError("the seats stay taken");
    }

    @Test
    void whileTheDiskIsNearlyFullNobodyComesToStore() throws IOException {
        start(UnknownNodes.RETRIEVE);
        node.diskNearlyFull.set(true);
        var storing = node.request("MODALITY").add(UID.CTImageStorage, UID.ExplicitVRLittleEndian);
        assertThatThrownBy(storing::open).hasMessageContaining("temporary congestion");
        var unknownClass = node.request("MODALITY")
                .add("1.2.999.1", UID.ExplicitVRLittleEndian)
                .commonExtended(new CommonExtendedNegotiation("1.2.999.1", UID.Storage, List.of()));
        assertThatThrownBy(unknownClass::open).hasMessageContaining("temporary congestion");
        try (Association querying = node.request("VIEWER").addService(FIND).open()) {
            assertThat(querying.find(FIND, study(), match -> true).isSuccess()).isTrue();
        }
        node.diskNearlyFull.set(false);
        storing.open().close();
    }

    /** PS3.7 Table D.3-15: for a SAML assertion the answer is a SAML response, and nobody here makes one. */
    @Test
    void anAssertionIsNotConfirmedByNothing() throws IOException {
        start(UnknownNodes.RETRIEVE);
        var identity = UserIdentity.saml("<Assertion/>").withResponseRequested();
        try (Association association =
                node.request("VIEWER").addVerification().identity(identity).open()) {
            assertThat(association.echo()).isZero();
            assertThat(association.info().agreed().identityResponse()).isEmpty();
        }
    }

    @Test
    void aUserIsTakenAtItsWord() throws IOException {
        start(UnknownNodes.RETRIEVE);
        var identity = UserIdentity.usernameAndPasscode("anna", "secret").withResponseRequested();
        try (Association association =
                node.request("VIEWER").addVerification().identity(identity).open()) {
            assertThat(association.echo()).isZero();
            assertThat(association.info().agreed().identityResponse()).isPresent();
        }
    }
}
