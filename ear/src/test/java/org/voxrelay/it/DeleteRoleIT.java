package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.peers.Peers;

/** Deleting where it takes a user with the role for it. */
class DeleteRoleIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private Path data;

    @Test
    void onlyAUserWithTheRoleDeletesTakesBackAndPurges() throws Exception {
        data = folder.resolve("data");
        try (var server = RunningServer.start(data, Map.of("VOXRELAY_DELETE", "role"))) {
            Http http = new Http(server);
            String study = "dicom-web/studies/"
                    + SentSeries.stored(folder, "role", http).study();

            var nobody = http.send("DELETE", study, "");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=\"Voxrelay\"");
            assertThat(Http.json(nobody).path("detail").asText()).contains("Log in");

            users("--user", PASSWORD);
            assertThat(as("wrong password", http, "DELETE", study).statusCode()).isEqualTo(401);
            assertThat(http.get(study + "/metadata", "Authorization", basic("wrong password"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(as(PASSWORD, http, "DELETE", study).statusCode()).isEqualTo(204);

            String deletion =
                    "api/trash/" + http.json("api/trash").path(0).path("id").asLong();
            assertThat(http.send("POST", deletion + "/restore", "").statusCode())
                    .isEqualTo(401);
            assertThat(http.send("DELETE", deletion, "").statusCode()).isEqualTo(401);
            assertThat(as(PASSWORD, http, "POST", deletion + "/restore").statusCode())
                    .isEqualTo(200);

            takeTheRoleAway();
            var withoutRole = as(PASSWORD, http, "DELETE", study);
            assertThat(withoutRole.statusCode()).isEqualTo(403);
            assertThat(Http.json(withoutRole).path("detail").asText()).contains("may not delete");

            users("--remove-user", "");
            assertThat(as(PASSWORD, http, "DELETE", study).statusCode()).isEqualTo(401);
            assertThat(http.json("dicom-web/studies")).hasSize(1);
        }
    }

    private HttpResponse<byte[]> as(String password, Http http, String method, String path) throws Exception {
        return http.send(method, path, "", "Authorization", basic(password));
    }

    private static String basic(String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString(("archivist:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** As an administrator does it, beside the running server. */
    private void users(String option, String input) {
        String command =
                "printf '%s\\n' '" + input + "' | VOXRELAY_BUILD=no ./run " + option + " archivist --data " + data;
        var ended = Peers.run(RunningServer.root(), List.of("bash", "-c", command));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("archivist");
    }

    private void takeTheRoleAway() throws Exception {
        try (var files = Files.walk(data.resolve("users"))) {
            Path user = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            String before = Files.readString(user);
            String after = before.replace("\"delete\"", "\"reader\"");
            assertThat(after).isNotEqualTo(before);
            Files.writeString(user, after);
        }
    }
}
