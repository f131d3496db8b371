package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.CtTissue;
import org.voxrelay.inference.LocalInference;
import org.voxrelay.inference.TrialVolume;
import org.voxrelay.inference.engine.EngineSelection;

class ModelStoreTest {
    private static final ModelStore.Trial NONE = model -> Optional.empty();

    @TempDir
    Path models;

    private ModelStore store;

    @BeforeEach
    void open() {
        store = new ModelStore(models);
    }

    @Test
    void versionsComeAreActivatedGoBackAndGo() throws Exception {
        assertThat(add("1").version()).isEqualTo("1");
        assertThat(add("2").folder()).isEqualTo(models.resolve("ct-tissue/2"));
        assertThat(store.activeVersion("ct-tissue")).isEqualTo("1");
        store.activate("ct-tissue", "2");
        assertThat(new ModelRepository(models).active("ct-tissue").version()).isEqualTo("2");
        assertThat(store.rollBack("ct-tissue")).isEqualTo("1");
        assertThatThrownBy(() -> store.remove("ct-tissue", "1")).hasMessageContaining("it is active");
        store.remove("ct-tissue", "2");
        assertThat(new ModelRepository(models).versions("ct-tissue")).containsExactly("1");
        assertThatThrownBy(() -> store.activate("ct-tissue", "2")).isInstanceOf(UnusableModelException.class);
        assertThat(leftovers()).isZero();
    }

    @Test
    void aVersionNeverChanges() throws Exception {
        add("1");
        assertThatThrownBy(() -> add("1")).hasMessageContaining("versions never change");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "..", "a//b", ".hidden", "C:evil"})
    void nothingIsWrittenOutsideThePackage(String name) throws Exception {
        assertThatThrownBy(() -> store.add(zip(Map.of(name, new byte[10])), "x", "1", NONE))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("name of a file");
        assertThat(leftovers()).isZero();
        assertThat(models.resolveSibling("evil")).doesNotExist();
    }

    @Test
    void aBombIsRefusedBeforeItFillsTheDisk() throws Exception {
        var unpacked = new PackageZip(models, 1 << 20);
        assertThatThrownBy(() -> unpacked.unpack(zip(Map.of("model.onnx", new byte[8 << 20]))))
                .hasMessageContaining("longer than 1048576 bytes");
        assertThatThrownBy(() -> store.add(zip(Map.of("model.onnx", new byte[96 << 20])), "x", "1", NONE))
                .hasMessageContaining("100 times as long as the zip");
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 1001; i++) {
            many.put("f" + i, new byte[0]);
        }
        assertThatThrownBy(() -> store.add(zip(many), "x", "1", NONE)).hasMessageContaining("more than 1000 files");
    }

    @Test
    void whatIsNoZipIsRefused() {
        InputStream body = new ByteArrayInputStream("no zip".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.add(body, "x", "1", NONE)).hasMessageContaining("no zip");
    }

    /** Whatever byte it ends at: a sentence, never a broken disk's exception. */
    @Test
    void aZipThatIsCutOffIsRefused() throws Exception {
        byte[] whole = zip(Map.of("model.json", "{}".getBytes(StandardCharsets.UTF_8), "model.onnx", new byte[300]))
                .readAllBytes();
        int central = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        for (int length = 0; length < central; length++) {
            var cut = new ByteArrayInputStream(whole, 0, length);
            assertThatThrownBy(() -> store.add(cut, "x", "1", NONE))
                    .as("%d bytes", length)
                    .isInstanceOf(UnusableModelException.class);
        }
        assertThat(leftovers()).isZero();
    }

    /** What the local header says of the lengths (APPNOTE.TXT 4.3.7) is not what is there. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF})
    void aZipWithForgedLengthsIsRefused(int forged) throws Exception {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                zip.setMethod(method);
                var entry = new ZipEntry("model.onnx");
                entry.setSize(300);
                var crc = new CRC32();
                crc.update(new byte[300]);
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(new byte[300]);
            }
            for (int field : new int[] {18, 22}) { // compressed and uncompressed size
                byte[] lying = bytes.toByteArray();
                lying[6] &= ~8; // no data descriptor: the header's lengths count
                ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(field, forged);
                assertThatThrownBy(() -> store.add(new ByteArrayInputStream(lying), "x", "1", NONE))
                        .as("method %d, field %d", method, field)
                        .isInstanceOf(UnusableModelException.class);
                assertThat(leftovers()).isZero();
            }
        }
    }

    @Test
    void namesThatAreNoTextOrContradictEachOtherAreRefused() throws Exception {
        byte[] zip = zip(Map.of("model.json", new byte[3])).readAllBytes();
        zip[30] = (byte) 0xC3; // begins a character of UTF-8 that does not go on
        zip[7] |= 8; // the name is UTF-8
        assertThatThrownBy(() -> store.add(new ByteArrayInputStream(zip), "x", "1", NONE))
                .hasMessageContaining("not UTF-8");
        Map<String, byte[]> both = new TreeMap<>(Map.of("a", new byte[3], "a/b", new byte[3]));
        assertThatThrownBy(() -> store.add(zip(both), "x", "1", NONE)).hasMessageContaining("lies in another");
        assertThatThrownBy(() -> store.add(zip(Map.of("folder/", new byte[1])), "x", "1", NONE))
                .hasMessageContaining("a folder in it has content");
        assertThat(leftovers()).isZero();
    }

    @Test
    void aDescriptionThatIsNoJsonIsRefused() {
        byte[] cut = "{\n\"name\": ".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> store.add(zip(Map.of("model.json", cut)), "", "", NONE))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageContaining("model.json is not JSON (line 2)");
    }

    @Test
    void aPackageOfNoKnownFormIsRefused() {
        assertThatThrownBy(() -> store.add(zip(Map.of("readme.txt", new byte[3])), "x", "1", NONE))
                .hasMessageContaining("model.json, configs/inference.json, plans.json");
    }

    @Test
    void aGraphThatGivesAnotherShapeIsFoundByTheTrial() throws Exception {
        Path folder = Path.of("src/test/resources/exactness/monai-softmax/model/1");
        Map<String, byte[]> files = files(folder);
        String lie = new String(files.get("configs/metadata.json"), StandardCharsets.UTF_8)
                .replace("\"num_channels\": 3", "\"num_channels\": 2")
                .replaceAll(",\\s*\"2\": \"spleen\"", "");
        files.put("configs/metadata.json", lie.getBytes(StandardCharsets.UTF_8));
        try (var inference = new LocalInference(EngineSelection.automatic(1))) {
            assertThatThrownBy(
                            () -> store.add(zip(files), "liver", "1", model -> TrialVolume.segment(inference, model)))
                    .hasMessageContaining("a trial failed");
            assertThat(store.add(zip(files(folder)), "liver", "1", model -> TrialVolume.segment(inference, model))
                            .labels())
                    .hasSize(2);
        }
    }

    private ModelPackage add(String version) throws Exception {
        Map<String, byte[]> files = files(CtTissue.MODELS.resolve("ct-tissue/1"));
        String json = new String(files.get("model.json"), StandardCharsets.UTF_8)
                .replace("\"version\": \"1\"", "\"version\": \"" + version + "\"");
        files.put("model.json", json.getBytes(StandardCharsets.UTF_8));
        return store.add(zip(files), "", "", NONE);
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static InputStream zip(Map<String, byte[]> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private long leftovers() throws IOException {
        try (var all = Files.walk(models.resolve(".staging"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
