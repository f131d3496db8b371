package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** Orthanc's DICOMweb plugin as our client: it searches here, sends to us and fetches from us. */
class OrthancDicomWebIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Http http;
    private int port;
    private PeerProgram orthanc;

    @BeforeEach
    void start() throws Exception {
        Path plugin = Peers.requireFile("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
        RunningServer server = RunningServer.shared();
        http = new Http(server);
        port = Ports.free();
        Path configuration = Files.writeString(
                folder.resolve("orthanc.json"), """
                {"Name": "web", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db", "Plugins": ["%2$s"],
                 "DicomServerEnabled": false, "HttpPort": %3$d, "RemoteAccessAllowed": false, "KeepAlive": false,
                 "AuthenticationEnabled": false,
                 "DicomWeb": {"Enable": true, "Servers": {"voxrelay": {"Url": "%4$s", "HasDelete": true}}}}
                """.formatted(folder, plugin, port, server.http("dicom-web/")));
        String program = Files.isExecutable(Path.of("/usr/sbin/Orthanc"))
                ? "/usr/sbin/Orthanc"
                : Peers.require("Orthanc").toString();
        orthanc = PeerProgram.serving(port, folder, List.of(program, configuration.toString()));
    }

    @AfterEach
    void stop() {
        if (orthanc != null) {
            orthanc.close();
        }
    }

    private byte[] ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as("%s: %s %s", request.build().uri(), Http.text(answer), orthanc.output())
                .isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path));
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(ask(at(path)));
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(ask(at(path).POST(BodyPublishers.ofString(body))));
    }

    @Test
    void itSendsToUsByStow() throws Exception {
        SentSeries series = SentSeries.make(folder, "orthanc stow");
        for (Path file : series.files()) {
            ask(at("instances").POST(BodyPublishers.ofFile(file)));
        }
        String study = get("studies").get(0).asText();

        post("dicom-web/servers/voxrelay/stow", "{\"Resources\": [\"" + study + "\"], \"Synchronous\": true}");

        assertThat(http.json("dicom-web/studies/" + series.study() + "/instances"))
                .hasSize(SentSeries.IMAGES);
        var answer = http.get(
                "dicom-web/studies/" + series.study(),
                "Accept",
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        Path kept = Files.createDirectories(folder.resolve("kept"));
        int number = 0;
        for (Multipart.Part part : Multipart.parts(answer)) {
            Files.write(kept.resolve(number++ + ".dcm"), part.body());
        }
        series.assertCameWhole(SentSeries.received(kept));
    }

    @Test
    void itFindsAndFetchesFromUs() throws Exception {
        SentSeries series = SentSeries.stored(folder, "orthanc wado", http);
        JsonNode found = post(
                "dicom-web/servers/voxrelay/qido",
                "{\"Uri\": \"/studies\", \"Arguments\": {\"0020000D\": \"" + series.study() + "\"}}");
        assertThat(found).hasSize(1);

        post(
                "dicom-web/servers/voxrelay/retrieve",
                "{\"Resources\": [{\"Study\": \"" + series.study() + "\"}], \"Synchronous\": true}");

        Path held = Files.createDirectories(folder.resolve("held"));
        for (JsonNode id : get("instances")) {
            Files.write(held.resolve(id.asText()), ask(at("instances/" + id.asText() + "/file")));
        }
        series.assertCameWhole(SentSeries.received(held));
    }
}
