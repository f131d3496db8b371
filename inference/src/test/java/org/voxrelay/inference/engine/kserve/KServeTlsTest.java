package org.voxrelay.inference.engine.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.GRAPH;
import static org.voxrelay.inference.engine.kserve.KServeEngineTest.OUT;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.inference.InferenceLimits;
import org.voxrelay.inference.TinyOnnx;
import org.voxrelay.inference.TrialVolume;
import org.voxrelay.inference.engine.EnginePlaces;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.OnnxEngine;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.process.WorkerInference;
import org.voxrelay.inference.process.WorkerSettings;

/** {@code grpcs://} with certificates that sign themselves. */
class KServeTlsTest {
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "password";

    private final Map<String, Optional<String>> before = Stream.of(TRUST, TRUST + "Type")
            .collect(Collectors.toMap(name -> name, name -> Optional.ofNullable(System.getProperty(name))));

    @TempDir
    Path folder;

    @AfterEach
    void trustAsBefore() {
        before.forEach((name, value) ->
                value.ifPresentOrElse(known -> System.setProperty(name, known), () -> System.clearProperty(name)));
    }

    @Test
    void scoresComeThroughTlsFromAServerThatTheTrustStoreHolds() throws Exception {
        Path key = key("server", "ip:127.0.0.1");
        System.setProperty(TRUST, key.toString());
        try (var server = GrpcClothes.withKey(keys(key), GRAPH, OUT);
                KServeEngine engine = KServeEngineTest.engine(server.address())) {
            assertThat(server.address()).hasScheme("grpcs");
            assertThat(KServeEngineTest.run(engine, GRAPH, OUT))
                    .isEqualTo(KServeEngineTest.run(new OnnxEngine(1), GRAPH, OUT));
        }
    }

    @Test
    void theWorkerProcessTrustsAsItsParentDoes() throws Exception {
        Path key = key("server", "ip:127.0.0.1");
        System.setProperty(TRUST, key.toString());
        System.setProperty(TRUST + "Type", "JKS");
        long[] window = {32, 32, 32};
        TinyOnnx.nearest(2, window).writePackage(folder.resolve("models"), window);
        ModelPackage model = new ModelRepository(folder.resolve("models")).version("tiny", "1");
        try (var server = GrpcClothes.withKey(keys(key), model.graph(), 1, 2, 32, 32, 32);
                var inference = new WorkerInference(settings(server.address()), "for the test", Thread::new)) {
            assertThat(TrialVolume.segment(inference, model)).isEmpty();
            assertThat(server.requests).hasValueGreaterThan(2); // what the model is, whether it is ready, scores
        }
    }

    private WorkerSettings settings(URI server) {
        return new WorkerSettings(
                System.getProperty("java.class.path"),
                256 << 20,
                4L << 30,
                Path.of("target", "worker-temporary"),
                1,
                folder.resolve("engines.properties"),
                new EnginePlaces(Optional.empty(), Optional.of(server), Optional.empty()),
                InferenceLimits.DEFAULT,
                Duration.ofMinutes(2),
                Duration.ofMinutes(1));
    }

    @Test
    void aServerThatTheTrustStoreDoesNotHoldGetsNoRequest() throws Exception {
        System.setProperty(TRUST, key("another", "ip:127.0.0.1").toString());
        refused(key("server", "ip:127.0.0.1"), "unable to find valid certification path");
    }

    @Test
    void aCertificateForAnotherHostIsNotTaken() throws Exception {
        Path key = key("server", "dns:elsewhere.example");
        System.setProperty(TRUST, key.toString());
        refused(key, "No subject alternative names matching IP address 127.0.0.1");
    }

    private static void refused(Path key, String why) throws Exception {
        try (var server = GrpcClothes.withKey(keys(key), GRAPH, OUT);
                KServeEngine engine = KServeEngineTest.engine(server.address())) {
            assertThatThrownBy(() -> engine.load(GRAPH, Precision.SINGLE))
                    .isInstanceOf(LostEngineException.class)
                    .hasMessageContaining(why)
                    .hasMessageNotContaining("Pipeline");
            assertThat(server.requests).hasValue(0);
        }
    }

    /** A JKS file with a new key and its certificate: its certificates are read without a password. */
    private Path key(String name, String subject) throws IOException, InterruptedException {
        Path file = folder.resolve(name + ".jks");
        Path log = folder.resolve("keytool.log");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subject,
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "JKS",
                        "-storepass",
                        PASSWORD,
                        "-keypass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
        trust(file, name);
        return file;
    }

    /** A trust store holds the certificate by itself, not only beside its key. */
    private static void trust(Path file, String name) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("JKS");
            try (var in = Files.newInputStream(file)) {
                store.load(in, PASSWORD.toCharArray());
            }
            store.setCertificateEntry("trusted-" + name, store.getCertificate(name));
            try (var out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManagerFactory keys(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD.toCharArray());
        return factory;
    }
}
