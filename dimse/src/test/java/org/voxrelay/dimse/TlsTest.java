package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.UID;

/** Both roles over TLS against each other, and peers that break it. */
class TlsTest {
    @TempDir
    private static Path folder;

    private static Path serverKey;
    private static Path clientKey;
    private static Path strangerKey;
    private static Path serverTrusted;
    private static Path clientTrusted;
    private static Path strangerTrusted;

    private final InMemoryStore store = new InMemoryStore();

    @BeforeAll
    static void makeKeys() throws IOException {
        serverKey = TestKeys.key(folder, "server");
        clientKey = TestKeys.key(folder, "client");
        strangerKey = TestKeys.key(folder, "stranger");
        serverTrusted = TestKeys.trust(folder, serverKey);
        clientTrusted = TestKeys.trust(folder, clientKey);
        strangerTrusted = TestKeys.trust(folder, strangerKey);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Plain on the first port, encrypted on the second. */
    private static DimseServer open(TlsContext tls, ApplicationEntity entity, AssociationLimits limits)
            throws IOException {
        return DimseServer.open(
                List.of(Listener.plain(anyPort()), Listener.encrypted(anyPort(), tls)), entity, limits, Thread::new);
    }

    private DimseServer open(TlsContext tls) throws IOException {
        return open(tls, ApplicationEntity.storing("TEST", store), TestServer.LIMITS);
    }

    private static AssociationRequest request(DimseServer server, TlsContext tls) {
        return AssociationRequest.to("localhost", server.ports().get(1))
                .calledAeTitle("TEST")
                .limits(TestServer.LIMITS)
                .addVerification()
                .add(UID.CTImageStorage, UID.ImplicitVRLittleEndian)
                .tls(tls);
    }

    private static TlsContext mutualServer() throws IOException {
        return TestKeys.mutual(serverKey, clientTrusted);
    }

    private static TlsContext mutualClient() throws IOException {
        return TestKeys.mutual(clientKey, serverTrusted);
    }

    @Test
    void bothSidesKnowEachOtherAndPlainGoesOnBesideIt() throws Exception {
        CompletableFuture<AssociationPolicy.Offer> offered = new CompletableFuture<>();
        ApplicationEntity entity = ApplicationEntity.titled("TEST")
                .policy(offer -> {
                    offered.complete(offer);
                    return AssociationPolicy.calling("TEST").check(offer);
                })
                .build();
        try (DimseServer server = open(mutualServer(), entity, TestServer.LIMITS)) {
            try (Association association = request(server, mutualClient()).open()) {
                assertThat(association.echo()).isZero();
                assertThat(association.info().offer().encrypted()).isTrue();
                assertThat(subject(association.info().offer().certificate().orElseThrow()))
                        .isEqualTo("CN=server");
            }
            assertThat(offered.join().encrypted()).isTrue();
            assertThat(subject(offered.join().certificate().orElseThrow())).isEqualTo("CN=client");
            try (Association plain =
                    TestServer.request(server).addVerification().open()) {
                assertThat(plain.echo()).isZero();
                assertThat(plain.info().offer().encrypted()).isFalse();
            }
        }
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 16_384, 131_072, 3_000_000})
    void aDataSetOfAnySizeArrivesByteForByte(int size) throws IOException {
        byte[] sent = new byte[size];
        new Random(size).nextBytes(sent);
        try (DimseServer server = open(mutualServer());
                Association association = request(server, mutualClient()).open()) {
            for (int round = 0; round < 2; round++) {
                association.store(
                        new Uid(UID.CTImageStorage),
                        new Uid("1.2.3"),
                        UID.ImplicitVRLittleEndian,
                        out -> out.write(sent));
                assertThat(store.instances().remove("1.2.3").dataset()).isEqualTo(sent);
            }
        }
    }

    @Test
    void aRequesterWithoutAKeyIsLetInWhereNobodyAsksForOne() throws IOException {
        TlsContext trusting = TestKeys.trusting(serverTrusted, true);
        try (DimseServer server = open(TestKeys.oneSided(serverKey));
                Association association = request(server, trusting).open()) {
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void aRequesterWithoutAKeyOrWithAStrangersIsNotLetInElsewhere() throws IOException {
        try (DimseServer server = open(mutualServer())) {
            for (TlsContext unknown :
                    List.of(TestKeys.trusting(serverTrusted, false), TestKeys.mutual(strangerKey, serverTrusted))) {
                assertThatThrownBy(() -> request(server, unknown).open()).isInstanceOf(AssociationException.class);
            }
            try (Association association = request(server, mutualClient()).open()) {
                assertThat(association.echo()).isZero();
            }
        }
    }

    @Test
    void anAcceptorThatIsNotTrustedIsNotTalkedTo() throws IOException {
        TlsContext trusting = TestKeys.trusting(strangerTrusted, false);
        try (DimseServer server = open(TestKeys.oneSided(serverKey))) {
            assertThatThrownBy(() -> request(server, trusting).open())
                    .isInstanceOf(AssociationException.class)
                    .hasMessageContaining("TLS failed");
        }
    }

    @Test
    void newKeysAreUsedForNewConnectionsAndBrokenOnesAreNot() throws Exception {
        Path changing = folder.resolve("changing.p12");
        Files.copy(serverKey, changing, StandardCopyOption.REPLACE_EXISTING);
        TlsContext tls = TestKeys.oneSided(changing);
        TlsContext old = TestKeys.trusting(serverTrusted, false);
        TlsContext renewed = TestKeys.trusting(strangerTrusted, false);
        try (DimseServer server = open(tls);
                Association before = request(server, old).open()) {
            Files.copy(strangerKey, changing, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(changing, FileTime.from(Instant.now().plusSeconds(10)));
            try (Association after = request(server, renewed).open()) {
                assertThat(after.echo()).isZero();
            }
            assertThat(before.echo()).as("what was open goes on").isZero();
            Files.writeString(changing, "no key store");
            try (Association after = request(server, renewed).open()) {
                assertThat(after.echo()).isZero();
            }
            assertThatThrownBy(tls::reload).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aMissingKeyStoreIsSaidAtOnce() {
        assertThatThrownBy(() -> TestKeys.oneSided(folder.resolve("missing.p12")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void olderVersionsAreNotSpoken(String version) throws Exception {
        try (DimseServer server = open(TestKeys.oneSided(serverKey));
                SSLSocket socket = (SSLSocket) SSLContext.getDefault()
                        .getSocketFactory()
                        .createSocket("localhost", server.ports().get(1))) {
            socket.setEnabledProtocols(new String[] {version});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void onlyForwardSecrecyAndAuthenticatedEncryptionAreSpoken(String version) throws Exception {
        var engine = TestKeys.oneSided(serverKey).acceptorEngine();
        assertThat(engine.getEnabledProtocols()).contains(version);
        assertThat(Arrays.stream(engine.getEnabledCipherSuites()))
                .isNotEmpty()
                .allMatch(suite -> suite.contains("_GCM_") || suite.contains("CHACHA20"))
                .allMatch(suite ->
                        suite.startsWith("TLS_AES") || suite.startsWith("TLS_CHACHA20") || suite.contains("DHE_"));
    }

    @Test
    void plainOnTheEncryptedPortIsHungUpOn() throws IOException {
        try (DimseServer server = open(mutualServer());
                RawPeer peer = new RawPeer(server.ports().get(1))) {
            peer.send(RawPeer.REQUEST);
            assertThat(peer.receiveAll()).as("at most an alert").hasSizeLessThan(20);
            assertStillServes(server);
        }
    }

    private static void assertStillServes(DimseServer server) throws IOException {
        try (Association association = request(server, mutualClient()).open()) {
            assertThat(association.echo()).isZero();
        }
    }

    @Test
    void randomBytesOnTheEncryptedPortNeverHarm() throws IOException {
        Random random = new Random(5);
        try (DimseServer server = open(mutualServer())) {
            for (int round = 0; round < 100; round++) {
                try (RawPeer peer = new RawPeer(server.ports().get(1))) {
                    byte[] bytes = new byte[1 + random.nextInt(300)];
                    random.nextBytes(bytes);
                    if (round % 2 == 0) { // a handshake record of TLS 1.2
                        System.arraycopy(new byte[] {22, 3, 3, 0}, 0, bytes, 0, Math.min(4, bytes.length));
                    }
                    peer.send(bytes).halfClose();
                    peer.receiveAll();
                }
            }
            assertStillServes(server);
        }
    }

    @Test
    void aHandshakeThatNeverBeginsOrTricklesIsHungUpOn() throws Exception {
        AssociationLimits impatient = TestServer.LIMITS.withArtim(Duration.ofMillis(300));
        ApplicationEntity entity = ApplicationEntity.storing("TEST", store);
        try (DimseServer server = open(mutualServer(), entity, impatient);
                RawPeer silent = new RawPeer(server.ports().get(1));
                RawPeer slow = new RawPeer(server.ports().get(1))) {
            CompletableFuture<Void> trickle = CompletableFuture.runAsync(() -> {
                try {
                    slow.send(new byte[] {22, 3, 1, 1, 0});
                    while (true) {
                        slow.send(new byte[] {0});
                        Thread.sleep(20);
                    }
                } catch (IOException | InterruptedException expected) {
                    Thread.currentThread().interrupt();
                }
            });
            silent.receiveAll();
            slow.receiveAll();
            trickle.get(20, TimeUnit.SECONDS);
            while (server.openAssociations() > 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void closingTheServerEndsEncryptedAssociations() throws Exception {
        DimseServer server = open(mutualServer());
        try (Association idle = request(server, mutualClient()).open()) {
            server.close();
            assertThatThrownBy(idle::echo).isInstanceOf(AssociationException.class);
        }
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(TlsSettings.mutual(serverKey, "secret1", serverKey, "secret2")
                        .toString())
                .doesNotContain("secret");
    }
}
