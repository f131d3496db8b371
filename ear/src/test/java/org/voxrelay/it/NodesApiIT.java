package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.peers.Ports;

/** Known nodes as a script manages them. */
class NodesApiIT {
    private Http http;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.shared();
        http = new Http(server);
    }

    @Test
    void aNodeIsAddedChangedAndRemoved() throws Exception {
        var added = http.send("POST", "api/nodes", KnownNode.json("API NODE", 1104, "STORE"));
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location").orElse("")).endsWith("/api/nodes/API%20NODE");
        assertThat(http.json("api/nodes/API%20NODE").path("port").asInt()).isEqualTo(1104);
        var again = http.send("POST", "api/nodes", KnownNode.json("API NODE", 1105));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Http.json(again).path("field").asText()).isEqualTo("aeTitle");
        var changed = http.send("PUT", "api/nodes/API%20NODE", KnownNode.json("API2", 1105, "QUERY"));
        assertThat(changed.statusCode()).as(Http.text(changed)).isEqualTo(200);
        assertThat(http.get("api/nodes/API%20NODE").statusCode()).isEqualTo(404);
        assertThat(http.json("api/nodes/API2").path("may").toString()).isEqualTo("[\"QUERY\"]");
        KnownNode.forget(http, "API2");
        assertThat(http.send("DELETE", "api/nodes/API2", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"aeTitle\":\"SEVENTEEN_LETTERS\",\"host\":\"a\"}; aeTitle",
                "{\"aeTitle\":\"A\"}; host",
                "{\"aeTitle\":\"A\",\"host\":\"a b\"}; host",
                "{\"aeTitle\":\"A\",\"host\":\"a\",\"port\":\"104\"}; port",
                "{\"aeTitle\":\"A\",\"host\":\"a\",\"port\":70000}; port",
                "{\"aeTitle\":\"A\",\"host\":\"a\",\"may\":[\"FLY\"]}; may",
                "{\"aeTitle\":\"A\",\"host\":\"a\",\"tls\":1}; tls",
                "{\"aeTitle\":\"A\",\"host\":\"a\",\"colour\":\"red\"}; colour"
            })
    void aFieldThatIsWrongIsNamed(String json, String field) throws Exception {
        var answer = http.send("POST", "api/nodes", json);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = Http.json(answer);
        assertThat(problem.path("field").asText()).isEqualTo(field);
        assertThat(problem.path("detail").asText()).endsWith(".");
    }

    @Test
    void whatIsNoJsonIsRefused() throws Exception {
        assertThat(http.send("POST", "api/nodes", "{").statusCode()).isEqualTo(400);
        assertThat(http.send("POST", "api/nodes", "[]").statusCode()).isEqualTo(400);
        assertThat(http.send("POST", "api/nodes", "{\"aeTitle\":\"" + "A".repeat(20_000) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void anEchoSaysWhatIsWrong() throws Exception {
        KnownNode.register(http, "ECHO", Ports.free());
        JsonNode refused = KnownNode.echo(http, "ECHO");
        assertThat(refused.path("alive").asBoolean()).isFalse();
        assertThat(refused.path("detail").asText()).contains("Nobody listens at 127.0.0.1:");
        KnownNode.register(http, "ECHO", server.dicomPort());
        assertThat(KnownNode.echo(http, "ECHO").path("detail").asText()).contains("called ae title not recognized");
        KnownNode.register(http, "ECHO", server.httpPort());
        assertThat(KnownNode.echo(http, "ECHO").path("alive").asBoolean()).isFalse();
        try (var silent = new ServerSocket(0)) {
            KnownNode.register(http, "ECHO", silent.getLocalPort());
            assertThat(KnownNode.echo(http, "ECHO").path("detail").asText()).contains("did not answer in time");
        }
        KnownNode.register(http, "VOXRELAY", server.dicomPort());
        JsonNode alive = KnownNode.echo(http, "VOXRELAY");
        assertThat(alive.path("alive").asBoolean()).as(alive.toString()).isTrue();
        assertThat(alive.path("milliseconds").asDouble()).isPositive();
        KnownNode.forget(http, "ECHO");
        KnownNode.forget(http, "VOXRELAY");
    }
}
