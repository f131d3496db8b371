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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.StoreResult;
import org.voxrelay.peers.Peers;
import org.voxrelay.peers.Ports;

/** Orthanc as the other PACS: each queries the other, fetches from it and sends to it. */
class OrthancNodeIT {
    private static final String TITLE = "ORTHANC";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private RunningServer server;
    private Http http;
    private int dicomPort;
    private int httpPort;
    private PeerProgram orthanc;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
        dicomPort = Ports.free();
        httpPort = Ports.free();
        Path configuration = Files.writeString(
                folder.resolve("orthanc.json"), """
                {"Name": "test", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db", "Plugins": [],
                 "DicomAet": "%2$s", "DicomPort": %3$d, "HttpPort": %4$d, "RemoteAccessAllowed": false, "KeepAlive": false,
                 "AuthenticationEnabled": false, "DicomAlwaysAllowGet": true, "DicomAlwaysAllowFind": true,
                 "DicomAlwaysAllowMove": true, "DicomAlwaysAllowStore": true,
                 "DicomModalities": {"voxrelay": {"AET": "VOXRELAY", "Host": "127.0.0.1", "Port": %5$d}}}
                """.formatted(folder, TITLE, dicomPort, httpPort, server.dicomPort()));
        String program = Files.isExecutable(Path.of("/usr/sbin/Orthanc"))
                ? "/usr/sbin/Orthanc"
                : Peers.require("Orthanc").toString();
        orthanc = PeerProgram.serving(httpPort, folder, List.of(program, configuration.toString()));
        KnownNode.register(http, TITLE, dicomPort, "STORE", "QUERY", "RETRIEVE", "MOVE_DESTINATION");
    }

    @AfterEach
    void stop() throws Exception {
        orthanc.close();
        KnownNode.forget(http, TITLE);
    }

    private JsonNode post(String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/" + path))
                .POST(BodyPublishers.ofString(body));
        var answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/" + path));
        var answer = client.send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** Bare data sets of all that Orthanc holds. */
    private Map<String, byte[]> held() throws IOException, InterruptedException {
        Path files = Files.createDirectories(folder.resolve("held"));
        for (JsonNode id : JSON.readTree(get("instances"))) {
            Files.write(files.resolve(id.asText()), get("instances/" + id.asText() + "/file"));
        }
        return SentSeries.received(files);
    }

    private void upload(SentSeries series) throws IOException, InterruptedException {
        for (Path file : series.files()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/instances"))
                    .POST(BodyPublishers.ofFile(file));
            assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void eachAnswersTheOthersEcho() throws Exception {
        assertThat(KnownNode.echo(http, TITLE).path("alive").asBoolean()).isTrue();
        post("modalities/voxrelay/echo", "{}");
    }

    @Test
    void orthancFindsAndFetchesByMove() throws Exception {
        SentSeries series = SentSeries.stored(folder, "orthanc move", http);
        String query = post(
                        "modalities/voxrelay/query",
                        "{\"Level\": \"Study\", \"Query\": {\"StudyInstanceUID\": \"" + series.study()
                                + "\", \"PatientName\": \"\"}}")
                .path("ID")
                .asText();
        assertThat(JSON.readTree(get("queries/" + query + "/answers"))).hasSize(1);
        post("queries/" + query + "/retrieve", "{\"TargetAet\": \"" + TITLE + "\", \"Synchronous\": true}");
        series.assertCameWhole(held());
    }

    @Test
    void orthancSendsToUs() throws Exception {
        SentSeries series = SentSeries.make(folder, "orthanc store");
        upload(series);
        String study = JSON.readTree(get("studies")).get(0).asText();
        post("modalities/voxrelay/store", "{\"Resources\": [\"" + study + "\"], \"Synchronous\": true}");
        JsonNode found = http.json("dicom-web/studies/" + series.study() + "/instances");
        assertThat(found).hasSize(SentSeries.IMAGES);
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
    void weMoveToOrthanc() throws Exception {
        SentSeries series = SentSeries.stored(folder, "orthanc destination", http);
        String move = UID.StudyRootQueryRetrieveInformationModelMove;
        try (var association = request().addService(move).open()) {
            var result = association.move(move, TITLE, study(series), progress -> true);
            assertThat(result.isSuccess()).as(result.errorComment()).isTrue();
            assertThat(result.counts().completed()).isEqualTo(SentSeries.IMAGES);
        }
        series.assertCameWhole(held());
    }

    private AssociationRequest request() {
        return AssociationRequest.to("127.0.0.1", server.dicomPort())
                .callingAeTitle("SOMEBODY")
                .calledAeTitle(RunningServer.AE_TITLE);
    }

    private static Attributes study(SentSeries series) {
        return new Attributes()
                .setString(Tag.QueryRetrieveLevel, VR.CS, "STUDY")
                .setString(Tag.StudyInstanceUID, VR.UI, series.study());
    }

    @Test
    void weFindInOrthancAndGetFromIt() throws Exception {
        SentSeries series = SentSeries.make(folder, "orthanc get");
        upload(series);
        var got = new TreeMap<String, byte[]>();
        String find = UID.StudyRootQueryRetrieveInformationModelFind;
        String get = UID.StudyRootQueryRetrieveInformationModelGet;
        var request = AssociationRequest.to("127.0.0.1", dicomPort)
                .callingAeTitle(RunningServer.AE_TITLE)
                .calledAeTitle(TITLE)
                .addService(find)
                .addService(get)
                .addRetrieved(UID.CTImageStorage, UID.ExplicitVRLittleEndian)
                .retrieving((store, in) -> {
                    got.put(store.sopInstanceUid(), in.readAllBytes());
                    return new StoreResult(0, "");
                });
        try (var association = request.open()) {
            var matches = new java.util.ArrayList<Attributes>();
            assertThat(association.find(find, study(series), matches::add).isSuccess())
                    .isTrue();
            assertThat(matches).hasSize(1);
            var result = association.get(get, study(series), progress -> true);
            assertThat(result.counts().completed()).isEqualTo(SentSeries.IMAGES);
        }
        assertThat(got.keySet()).isEqualTo(series.dataSets().keySet());
        for (var entry : got.entrySet()) { // Orthanc writes its data sets anew: the values are the same
            assertThat(read(entry.getValue())).isEqualTo(read(series.dataSets().get(entry.getKey())));
        }
    }

    private static Attributes read(byte[] dataset) throws IOException {
        return new DicomInputStream(
                        new java.io.ByteArrayInputStream(dataset),
                        org.voxrelay.dicom.io.TransferSyntax.EXPLICIT_LITTLE_ENDIAN)
                .readDataset();
    }
}
