package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.peers.Peers;

/** A real browser that does what a script in {@code src/test/browser} says, and tells what it saw. */
record Browser(Path chromium, Path node, Path scripts, Path screenshots) {

    /** Skips the test where there is none. */
    static Browser require() throws IOException {
        Path ear = RunningServer.root().resolve("ear");
        Path scripts = Peers.npmPackages(ear.resolve("src/test/browser"), "playwright-core");
        Path screenshots = Files.createDirectories(ear.resolve("target/screenshots"));
        return new Browser(Peers.require("chromium"), Peers.require("node"), scripts, screenshots);
    }

    /**
     * @param script file with scenarios
     * @param more what the scenario needs besides the server's address
     * @return what the scenario saw; it did not fail, nothing was asked of another host, nothing was blocked
     */
    JsonNode run(String script, String scenario, RunningServer server, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                node.toString(),
                script,
                scenario,
                chromium.toString(),
                server.http("").toString(),
                screenshots.toString()));
        command.addAll(List.of(more));
        var ended = Peers.run(scripts, command);
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        JsonNode seen = new ObjectMapper().readTree(ended.output());
        assertThat(seen.path("failure").asText()).isEmpty();
        assertThat(seen.path("trouble")).as("trouble of " + scenario).isEmpty();
        return seen;
    }
}
