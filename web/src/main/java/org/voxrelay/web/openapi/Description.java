package org.voxrelay.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml} (OpenAPI 3.1) as JSON: what the file says once by an anchor stands in each place here, for many readers
 * of YAML take but some anchors.
 */
final class Description {
    private static final int MOST_ANCHORS = 10_000;

    private Description() {}

    static JsonNode read() {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ANCHORS);
        try (InputStream yaml = Description.class.getResourceAsStream("openapi.yaml")) {
            return new ObjectMapper().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
