package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.phantom.Fault;

/** Model packages as an ML engineer brings them: on a server with a folder of models of its own. */
class ModelsApiIT {
    private static final Path SHIPPED = Path.of("ct-tissue", "1");

    @TempDir
    static Path data;

    private static RunningServer server;
    private static Http http;
    private static Path models;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        models = data.resolve("models");
        Path shipped = Files.createDirectories(models.resolve(SHIPPED));
        for (String file : List.of("model.json", "model.onnx")) {
            Files.copy(RunningServer.root().resolve("models").resolve(SHIPPED).resolve(file), shipped.resolve(file));
        }
        server = RunningServer.start(data.resolve("server"), Map.of("VOXRELAY_MODELS", models.toString()));
        http = new Http(server);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void whatIsThereIsListedWithItsSourceAndHash() throws Exception {
        JsonNode all = http.json("api/models");
        assertThat(all.path("engine").asText()).isNotBlank();
        JsonNode model = model("ct-tissue");
        assertThat(model.path("active").asText()).isEqualTo("1");
        JsonNode version = model.path("versions").path(0);
        assertThat(version.path("usable").asBoolean()).isTrue();
        assertThat(version.path("form").asText()).isEqualTo("voxrelay");
        assertThat(version.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(version.path("licence").asText()).isEqualTo("Apache-2.0");
        assertThat(version.path("intendedUse").asText()).contains("Not for diagnosis");
        assertThat(version.path("labels")).hasSize(4);
        assertThat(version.path("labels").path(3).path("code").asText()).isEqualTo("3138006");
    }

    @Test
    void versionsComeAreActivatedRunGoBackAndGo() throws Exception {
        assertThat(Http.json(upload(TinyModel.zip("bone", "1", TinyGraph.above(150)), 201))
                        .path("version")
                        .asText())
                .isEqualTo("1");
        upload(TinyModel.zip("bone", "2", TinyGraph.above(300)), 201);
        assertThat(model("bone").path("active").asText()).isEqualTo("1");
        assertThat(detail(upload(TinyModel.zip("bone", "2", TinyGraph.above(400)), 422)))
                .contains("versions never change");

        change("POST", "api/models/bone/2/activate", 200);
        assertThat(model("bone").path("active").asText()).isEqualTo("2");
        JsonNode job = run("bone");
        assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("COMPLETED");
        assertThat(job.path("model").asText()).isEqualTo("bone");
        assertThat(job.path("modelVersion").asText()).isEqualTo("2");

        change("POST", "api/models/bone/rollback", 200);
        assertThat(model("bone").path("active").asText()).isEqualTo("1");
        assertThat(detail(change("DELETE", "api/models/bone/1", 409))).contains("it is active");
        change("DELETE", "api/models/bone/2", 204);
        assertThat(model("bone").path("versions")).hasSize(1);
        assertThat(detail(change("POST", "api/models/bone/2/activate", 404))).contains("no such version");
        assertThat(detail(change("DELETE", "api/models/bone/2", 404))).contains("no such version");
    }

    @Test
    void aVersionIsMeasuredAgainstASegmentationOfTheArchive() throws Exception {
        BrowserStudy study = BrowserStudy.send(server, "measured", Fault.NONE, folder);
        upload(TinyModel.zip("measured", "1", TinyGraph.above(150)), 201);
        String reference = "reference=" + study.segmentationSeries();

        change("POST", "api/models/measured/1/measure", 400);
        assertThat(detail(change("POST", "api/models/measured/1/measure?reference=a%00", 400)))
                .contains("Series Instance UIDs");
        change("POST", "api/models/measured/1/measure?reference=1.2.3", 404);
        assertThat(detail(change("POST", "api/models/ct-tissue/1/measure?" + reference, 409)))
                .contains("made by this version itself");
        assertThat(detail(change("POST", "api/models/measured/1/measure?series=1.2.3&" + reference, 409)))
                .contains("not asked for");
        String series = "series=" + study.identity().series().value();
        JsonNode job = Http.json(change("POST", "api/models/measured/1/measure?" + series + "&" + reference, 202));
        assertThat(job.path("label").asText()).isEqualTo("measure measured");

        JsonNode ended = new Jobs(server).awaitEnd(study.uid());
        assertThat(ended.path("uid")).isEqualTo(job.path("uid"));
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("COMPLETED");
        JsonNode quality = model("measured").path("versions").path(0).path("quality");
        assertThat(quality.path("cases").asInt()).isEqualTo(1);
        JsonNode bone = quality.path("labels").path(0);
        assertThat(bone.path("name").asText()).isEqualTo("Bone");
        assertThat(bone.path("dice").asDouble()).isBetween(0.9, 1.0);
        assertThat(bone.path("surfaceDistanceMm").asDouble()).isLessThan(2);
    }

    @Test
    void aPersonSeesAndActivatesVersionsOnThePage() throws Exception {
        Browser browser = Browser.require();
        upload(TinyModel.zip("page", "1", TinyGraph.above(150)), 201);
        upload(TinyModel.zip("page", "2", TinyGraph.above(300)), 201);
        Path broken = Files.createDirectories(models.resolve("page/3"));
        Files.writeString(broken.resolve("model.json"), "{\"name\": \"page\", \"version\": \"3\"}");
        BrowserStudy study = BrowserStudy.send(server, "measured for the page", Fault.NONE, folder);
        change("POST", "api/models/page/1/measure?reference=" + study.segmentationSeries(), 202);
        new Jobs(server).awaitEnd(study.uid());

        JsonNode seen = browser.run("models.mjs", "models", server);

        assertThat(seen.path("versions").asText()).contains("version 1 is active", "Above a threshold", "Apache-2.0");
        assertThat(seen.path("engine").asText()).contains("ONNX Runtime");
        assertThat(seen.path("quality").asText()).contains("Bone", "1.000", "Dice over 1 case");
        assertThat(seen.path("faults").asText()).contains("labels must be a list", "algorithm must be an object");
        assertThat(seen.path("plan").asText()).contains("will use version 2 instead of 1");
        assertThat(seen.path("activated").asText()).contains("version 2 is active");
        assertThat(seen.path("back").asText()).contains("version 1 is active");
        assertThat(model("page").path("active").asText()).isEqualTo("1");
    }

    /** Class 22 of the hostile inputs. */
    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "/evil.txt", "a\\..\\evil.txt"})
    void nothingIsWrittenOutsideThePackage(String name) throws Exception {
        byte[] zip = TinyModel.zip(Map.of(name, new byte[10]));
        assertThat(refused(zip)).contains("name of a file");
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(file -> file.endsWith("evil.txt"))).isEmpty();
        }
    }

    /** Class 4 of the hostile inputs, with those below. */
    @Test
    void bombsAreRefused() throws Exception {
        assertThat(refused(TinyModel.zip(Map.of("model.onnx", new byte[96 << 20]))))
                .contains("unpacked");
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 1001; i++) {
            many.put("f" + i, new byte[0]);
        }
        assertThat(refused(TinyModel.zip(many))).contains("more than 1000 files");
    }

    @Test
    void allFaultsOfADescriptionAreToldAtOnce() throws Exception {
        byte[] onnx = TinyGraph.above(1).bytes();
        String wrong = TinyModel.description("faulty", "1", onnx)
                .replace("\"minimumSlices\": 1", "\"minimumSlices\": 0")
                .replace("\"licence\": \"Apache-2.0\",", "")
                .replace("[240, 235, 215]", "[240, 256, 215]")
                .replaceAll("\"sha256\": \"[0-9a-f]+\"", "\"sha256\": \"" + "0".repeat(64) + "\"");
        assertThat(refused(TinyModel.zip(wrong, onnx)))
                .contains("minimumSlices", "algorithm.licence", "colour[1]", "sha256 is not that of model.onnx");
    }

    @Test
    void whatIsNoPackageIsRefused() throws Exception {
        assertThat(refused("no zip".getBytes(StandardCharsets.UTF_8))).contains("no zip");
        byte[] whole = TinyModel.zip("cut", "1", TinyGraph.above(1));
        for (int length : new int[] {31, 60}) {
            assertThat(refused(Arrays.copyOf(whole, length))).containsAnyOf("cut off", "damaged");
        }
        byte[] forged = whole.clone();
        forged[6] &= ~8; // no lengths behind the data: those of the header count
        Arrays.fill(forged, 18, 26, (byte) 0xFE); // about 4 GiB, packed and unpacked
        assertThat(refused(forged)).containsAnyOf("cut off", "damaged");
        assertThat(refused(TinyModel.zip("{", new byte[3]))).contains("model.json is not JSON");
        assertThat(refused(TinyModel.zip("bone of contention", "1", TinyGraph.above(1))))
                .contains("name must be 1 to 64 letters");
        assertThat(http.post("api/models", "text/plain", new byte[3]).statusCode())
                .isEqualTo(415);
    }

    @Test
    void aGraphThatDoesNotRunIsFoundBeforeItIsUsed() throws Exception {
        assertThat(refused(TinyModel.zip("unknown-operator", "1", new TinyGraph(1, "Grreater", 0))))
                .contains("a trial failed", "Grreater");
        assertThat(refused(TinyModel.zip("liar", "1", new TinyGraph(1, "Greater", 4))))
                .contains("a trial failed");
        byte[] cut = TinyGraph.above(1).bytes();
        cut = Arrays.copyOf(cut, cut.length / 2);
        assertThat(refused(TinyModel.zip(TinyModel.description("cut", "1", cut), cut)))
                .contains("model.onnx is cut off, damaged, or no ONNX file");
        assertThat(http.get("health/ready").statusCode()).isEqualTo(200);
    }

    /** Nothing of a refused package stays, and no model of its name. */
    private String refused(byte[] zip) throws IOException, InterruptedException {
        String before = http.json("api/models").toString();
        String detail = detail(upload(zip, 422));
        assertThat(http.json("api/models")).hasToString(before);
        try (Stream<Path> files = Files.walk(models.resolve(".staging"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        return detail;
    }

    private static HttpResponse<byte[]> upload(byte[] zip, int status) throws IOException, InterruptedException {
        var answer = http.post("api/models", "application/zip", zip);
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
        return answer;
    }

    private static HttpResponse<byte[]> change(String method, String path, int status)
            throws IOException, InterruptedException {
        var answer = http.send(method, path, "");
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
        return answer;
    }

    private static String detail(HttpResponse<byte[]> answer) throws IOException {
        return Http.json(answer).path("detail").asText();
    }

    private static JsonNode model(String name) throws IOException, InterruptedException {
        var found = new ArrayList<JsonNode>();
        http.json("api/models").path("models").forEach(model -> {
            if (model.path("name").asText().equals(name)) {
                found.add(model);
            }
        });
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private JsonNode run(String model) throws Exception {
        SentSeries series = SentSeries.stored(folder, "models api", http);
        assertThat(http.json("dicom-web/studies/" + series.study() + "/series")).hasSize(1); // waits for the index
        var answer = http.send("POST", "api/jobs?series=" + series.series() + "&model=" + model, "");
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(202);
        return new Jobs(server).awaitEnd(series.study());
    }
}
