package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.peers.Peers;

/** DELETE, the trash and the change feed, over HTTP. */
class DeleteIT {
    @TempDir
    Path folder;

    private static int status(Http http, String method, String path) throws Exception {
        return http.send(method, path, "").statusCode();
    }

    private static JsonNode trashed(Http http, String study) throws Exception {
        for (JsonNode deletion : http.json("api/trash?limit=1000")) {
            if (deletion.path("studyInstanceUid").asText().equals(study)) {
                return deletion;
            }
        }
        throw new AssertionError("not in the trash: " + study);
    }

    /** What the feed tells of a study, and that its numbers have no gaps. */
    private static List<String> changes(Http http, String study) throws Exception {
        var found = new ArrayList<String>();
        long since = 0;
        for (boolean done = false; !done; ) {
            JsonNode page = http.json("api/changes?limit=7&since=" + since);
            for (JsonNode change : page.path("changes")) {
                assertThat(change.path("seq").asLong()).isEqualTo(++since);
                if (change.path("studyInstanceUid").asText().equals(study)) {
                    found.add(change.path("what").asText());
                }
            }
            assertThat(page.path("last").asLong()).isEqualTo(since);
            done = page.path("done").asBoolean();
        }
        return found;
    }

    @Test
    void whatIsDeletedIsGoneUntilItIsTakenBack() throws Exception {
        Http http = new Http(RunningServer.shared());
        SentSeries series = SentSeries.stored(folder, "delete", http);
        String study = "dicom-web/studies/" + series.study();
        String instances = study + "/series/" + series.series() + "/instances/";
        String first = series.dataSets().keySet().iterator().next();

        assertThat(status(http, "DELETE", instances + first)).isEqualTo(204);
        assertThat(status(http, "DELETE", instances + first)).isEqualTo(404);
        assertThat(http.json(study + "/instances")).hasSize(SentSeries.IMAGES - 1);
        assertThat(http.json(study + "/metadata")).hasSize(SentSeries.IMAGES - 1);
        JsonNode one = trashed(http, series.study());
        assertThat(one.path("sopInstanceUid").asText()).isEqualTo(first);
        assertThat(one.path("instances").asInt()).isEqualTo(1);
        assertThat(status(http, "DELETE", study + "/series/" + series.series())).isEqualTo(204);
        assertThat(http.json("dicom-web/studies?StudyInstanceUID=" + series.study()))
                .isEmpty();
        assertThat(http.get(study, "Accept", "multipart/related; type=\"application/dicom\"")
                        .statusCode())
                .isEqualTo(404);

        JsonNode rest = trashed(http, series.study());
        String path = "api/trash/" + rest.path("id").asLong();
        assertThat(Http.json(http.send("POST", path + "/restore", ""))
                        .path("restored")
                        .asInt())
                .isEqualTo(SentSeries.IMAGES - 1);
        assertThat(status(http, "POST", path + "/restore")).isEqualTo(404);
        assertThat(status(http, "DELETE", "api/trash/" + one.path("id").asLong()))
                .isEqualTo(204);
        assertThat(http.json(study + "/instances")).hasSize(SentSeries.IMAGES - 1);
        assertThat(http.get(instances + first, "Accept", "application/dicom").statusCode())
                .isEqualTo(404);
        assertThat(changes(http, series.study()))
                .containsExactly(
                        "stored",
                        "stored",
                        "stored",
                        "stored",
                        "stored",
                        "stored",
                        "deleted",
                        "deleted",
                        "deleted",
                        "deleted",
                        "deleted",
                        "deleted",
                        "restored",
                        "restored",
                        "restored",
                        "restored",
                        "restored");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,api/changes?since=-1,400",
        "GET,api/changes?since=x,400",
        "GET,api/changes?limit=0,400",
        "GET,api/changes?limit=10001,400",
        "GET,api/changes?since=4000000000000,409",
        "GET,api/trash?limit=0,400",
        "POST,api/trash/999999/restore,404",
        "DELETE,api/trash/999999,404",
        "DELETE,dicom-web/studies/1.2.3.4.5,404",
        "DELETE,dicom-web/studies/x,400",
        "DELETE,dicom-web/studies,405"
    })
    void anErrorIsAProblemWithASentence(String method, String path, int status) throws Exception {
        var answer = new Http(RunningServer.shared()).send(method, path, "");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Http.json(answer).path("detail").asText()).isNotEmpty();
    }

    @Test
    void trashAndFeedOutliveARestartAndAnAdministratorMayForbidDeleting() throws Exception {
        SentSeries series = SentSeries.make(folder, "restart");
        String study = "dicom-web/studies/" + series.study();
        try (var server = RunningServer.start(folder.resolve("data"))) {
            Http http = new Http(server);
            SentSeries.stored(folder, "restart", http);
            assertThat(status(http, "DELETE", study)).isEqualTo(204);
            server.kill9();
        }
        try (var server = RunningServer.start(folder.resolve("data"), Map.of("VOXRELAY_DELETE", "off"))) {
            Http http = new Http(server);
            assertThat(http.json("dicom-web/studies")).isEmpty();
            var forbidden = http.send("DELETE", study, "");
            assertThat(forbidden.statusCode()).isEqualTo(403);
            assertThat(Http.json(forbidden).path("detail").asText()).contains("VOXRELAY_DELETE");
            String id = "api/trash/" + trashed(http, series.study()).path("id").asLong();
            assertThat(status(http, "POST", id + "/restore")).isEqualTo(403);
            assertThat(status(http, "DELETE", id)).isEqualTo(403);
            assertThat(changes(http, series.study())).hasSize(2 * SentSeries.IMAGES);
        }
        try (var server = RunningServer.start(folder.resolve("data"), Map.of("VOXRELAY_TRASH_DAYS", "30"))) {
            Http http = new Http(server);
            String id = "api/trash/" + trashed(http, series.study()).path("id").asLong();
            assertThat(status(http, "POST", id + "/restore")).isEqualTo(200);
            var answer = http.get(study, "Accept", "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
            var came =
                    Multipart.parts(answer).stream().map(Multipart.Part::body).toList();
            assertThat(came).hasSize(SentSeries.IMAGES);
            assertThat(changes(http, series.study())).hasSize(3 * SentSeries.IMAGES);
        }
    }

    @Test
    void dicomwebClientDeletes() throws Exception {
        RunningServer server = RunningServer.shared();
        SentSeries.make(folder, "client");
        var ended = Peers.run(
                Peers.python("dicomweb_client", "pydicom").toString(),
                RunningServer.root()
                        .resolve("ear/src/test/python/dicomweb_delete_check.py")
                        .toString(),
                server.http("dicom-web").toString(),
                folder.resolve("client").toString());
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("dicomweb-client deleted");
    }
}
