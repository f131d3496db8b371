package org.voxrelay.web.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.voxrelay.config.Settings;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.engine.EngineMemory;
import org.voxrelay.inference.model.Graph;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.inference.model.UnusableModelException;

/** Model packages as JSON. */
final class ModelJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_QUALITY_BYTES = 1 << 20;

    private final Settings settings;
    private final ModelRepository models;
    private final Inference inference;

    ModelJson(Settings settings, ModelRepository models, Inference inference) {
        this.settings = settings;
        this.models = models;
        this.inference = inference;
    }

    String all() throws IOException, UnusableModelException {
        ObjectNode answer = JSON.createObjectNode().put("engine", inference.engine());
        var memory = new EngineMemory(settings.dataDir().resolve("engines.properties"));
        var store = new ModelStore(settings.modelsDir());
        ArrayNode list = answer.putArray("models");
        for (String name : models.names()) {
            ObjectNode model = list.addObject().put("name", name).put("active", store.activeVersion(name));
            ArrayNode versions = model.putArray("versions");
            for (String version : models.versions(name)) {
                versions.add(described(name, version, memory));
            }
        }
        return answer.toString();
    }

    private ObjectNode described(String name, String version, EngineMemory memory) throws IOException {
        try {
            ModelPackage model = models.version(name, version);
            ObjectNode node = version(model);
            ArrayNode engines = node.putArray("engines");
            for (Graph graph : model.graphs()) {
                memory.all().forEach((key, choice) -> {
                    if (key.startsWith(graph.sha256())) {
                        engines.addObject().put("engine", choice.engine()).put("reason", choice.reason());
                    }
                });
            }
            return node;
        } catch (UnusableModelException e) {
            ObjectNode node = JSON.createObjectNode().put("version", version).put("usable", false);
            e.faults().forEach(node.putArray("faults")::add);
            return node;
        }
    }

    static ObjectNode version(ModelPackage model) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("name", model.name())
                .put("version", model.version())
                .put("usable", true)
                .put("form", model.form().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("sha256", model.sha256())
                .put("modality", model.modality())
                .put("manufacturer", model.algorithm().manufacturer())
                .put("description", model.algorithm().description())
                .put("licence", model.algorithm().licence())
                .put("intendedUse", model.algorithm().intendedUse())
                .put("permitsBf16", model.permitsBf16());
        ArrayNode labels = node.putArray("labels");
        model.labels()
                .forEach(label -> labels.addObject()
                        .put("number", label.number())
                        .put("name", label.name())
                        .put("code", label.type().value())
                        .put("scheme", label.type().scheme())
                        .put("meaning", label.type().meaning()));
        Path quality = model.folder().resolve("quality.json");
        if (Files.isRegularFile(quality) && Files.size(quality) <= MAX_QUALITY_BYTES) {
            node.set("quality", JSON.readTree(quality.toFile()));
        }
        return node;
    }
}
