package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Peers of a test as nodes that the server under test knows. */
final class KnownNode {
    private KnownNode() {}

    /** Makes the node known, or changes the one that has the title already. */
    static void register(Http http, String aeTitle, int port, String... may) throws Exception {
        String json = json(aeTitle, port, may);
        var added = http.send("POST", "api/nodes", json);
        if (added.statusCode() == 409) {
            added = http.send("PUT", "api/nodes/" + aeTitle, json);
        }
        assertThat(added.statusCode()).as(Http.text(added)).isBetween(200, 201);
    }

    static String json(String aeTitle, int port, String... may) {
        String permissions = Arrays.stream(may).map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return "{\"aeTitle\":\"" + aeTitle + "\",\"host\":\"127.0.0.1\",\"port\":" + port + ",\"may\":[" + permissions
                + "]}";
    }

    static void forget(Http http, String aeTitle) throws Exception {
        assertThat(http.send("DELETE", "api/nodes/" + aeTitle, "").statusCode()).isEqualTo(204);
    }

    static JsonNode echo(Http http, String aeTitle) throws Exception {
        var answer = http.send("POST", "api/nodes/" + aeTitle + "/echo", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Http.json(answer);
    }
}
