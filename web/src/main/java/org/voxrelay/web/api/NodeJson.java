package org.voxrelay.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.voxrelay.config.UnknownNodes;
import org.voxrelay.nodes.InvalidNode;
import org.voxrelay.nodes.Node;
import org.voxrelay.scu.EchoScu.Echo;

/** A node as the API shows and takes it. */
final class NodeJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 16 * 1024;
    private static final Set<String> FIELDS =
            Set.of("aeTitle", "host", "port", "tls", "description", "may", "maxAssociations", "enabled", "waiting");

    private NodeJson() {}

    static String list(List<Node> all, Map<String, Integer> waiting, UnknownNodes unknown) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode nodes = answer.putArray("nodes");
        all.forEach(node -> nodes.add(json(node, waiting)));
        answer.put("unknownNodes", unknown.name().toLowerCase(Locale.ROOT));
        return answer.toString();
    }

    static String one(Node node, Map<String, Integer> waiting) {
        return json(node, waiting).toString();
    }

    private static ObjectNode json(Node node, Map<String, Integer> waiting) {
        ObjectNode json = JSON.createObjectNode()
                .put("aeTitle", node.aeTitle())
                .put("host", node.host())
                .put("port", node.port())
                .put("tls", node.tls())
                .put("description", node.description());
        ArrayNode may = json.putArray("may");
        node.may().stream().map(Enum::name).sorted().forEach(may::add);
        return json.put("maxAssociations", node.maxAssociations())
                .put("enabled", node.enabled())
                .put("waiting", waiting.getOrDefault(node.aeTitle(), 0));
    }

    static String echo(Echo echo) {
        return JSON.createObjectNode()
                .put("alive", echo.alive())
                .put("milliseconds", echo.took().toNanos() / 1000 / 1000.0)
                .put("detail", echo.sentence())
                .toString();
    }

    /** @throws InvalidNode if it is no JSON object, or a field is wrong; absent ones that can be have their defaults */
    static Node read(InputStream body) {
        JsonNode json = parse(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new InvalidNode(name, "There is no such field.");
            }
        });
        return new Node(
                text(json, "aeTitle", ""),
                text(json, "host", ""),
                number(json, "port", 104),
                flag(json, "tls", false),
                text(json, "description", ""),
                Node.permissions(texts(json, "may")),
                number(json, "maxAssociations", 16),
                flag(json, "enabled", true));
    }

    private static JsonNode parse(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new InvalidNode("", "The description of a node has at most " + LONGEST + " bytes.");
            }
            JsonNode json = JSON.readTree(bytes);
            if (json == null || !json.isObject()) {
                throw new InvalidNode("", "A JSON object is needed.");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new InvalidNode("", "The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode json, String field, String fallback) {
        JsonNode value = json.path(field);
        require(value.isMissingNode() || value.isTextual(), field, "A text is needed.");
        return value.asText(fallback);
    }

    private static int number(JsonNode json, String field, int fallback) {
        JsonNode value = json.path(field);
        require(value.isMissingNode() || value.canConvertToInt() && value.isInt(), field, "A whole number is needed.");
        return value.asInt(fallback);
    }

    private static boolean flag(JsonNode json, String field, boolean fallback) {
        JsonNode value = json.path(field);
        require(value.isMissingNode() || value.isBoolean(), field, "true or false is needed.");
        return value.asBoolean(fallback);
    }

    private static List<String> texts(JsonNode json, String field) {
        JsonNode value = json.path(field);
        require(value.isMissingNode() || value.isArray(), field, "A list of texts is needed.");
        var texts = new ArrayList<String>();
        value.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static void require(boolean holds, String field, String message) {
        if (!holds) {
            throw new InvalidNode(field, message);
        }
    }
}
