package org.voxrelay.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.voxrelay.web.api.ApiApplication;
import org.voxrelay.web.dicomweb.DicomWebApplication;
import org.voxrelay.web.dicomweb.WadoUriApplication;
import org.voxrelay.web.health.HealthApplication;

/** The description says what the resources do: no operation more, none less. */
class OpenApiTest {
    private static final List<Application> APPLICATIONS =
            List.of(new DicomWebApplication(), new WadoUriApplication(), new ApiApplication(), new HealthApplication());
    private static final Set<String> DESCRIBED_METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private final JsonNode description = Description.read();

    @Test
    void everyOperationIsDescribedAndNoOtherOne() {
        assertThat(described().keySet()).containsExactlyElementsOf(offered().keySet());
    }

    @Test
    void everyParameterOfThePathAndOfTheQueryIsDescribed() {
        offered().forEach((operation, method) -> {
            Set<String> names = new TreeSet<>();
            Pattern.compile("\\{(\\w+)}").matcher(operation).results().forEach(m -> names.add(m.group(1)));
            for (Annotation[] annotations : method.getParameterAnnotations()) {
                for (Annotation annotation : annotations) {
                    if (annotation instanceof QueryParam query) {
                        names.add(query.value());
                    }
                }
            }
            assertThat(parameters(operation)).as(operation).containsAll(names);
        });
    }

    @Test
    void everyOperationHasASummaryATagAndAnswers() {
        described().forEach((name, operation) -> {
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            assertThat(operation.path("tags")).as(name).isNotEmpty();
            assertThat(operation.path("responses")).as(name).isNotEmpty();
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : description.findValues("$ref")) {
            assertThat(resolve(reference.asText()).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    private JsonNode resolve(String reference) {
        return description.at(reference.substring(1));
    }

    private Set<String> parameters(String operation) {
        String[] parts = operation.split(" ");
        JsonNode path = description.path("paths").path(parts[1]);
        var names = new TreeSet<String>();
        for (JsonNode list : List.of(
                path.path("parameters"), path.path(parts[0].toLowerCase()).path("parameters"))) {
            for (JsonNode parameter : list) {
                JsonNode resolved =
                        parameter.has("$ref") ? resolve(parameter.path("$ref").asText()) : parameter;
                names.add(resolved.path("name").asText());
            }
        }
        return names;
    }

    private Map<String, JsonNode> described() {
        var operations = new TreeMap<String, JsonNode>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey().toUpperCase();
                    if (DESCRIBED_METHODS.contains(method)) {
                        operations.put(method + " " + path.getKey(), operation.getValue());
                    }
                }));
        return operations;
    }

    private static Map<String, Method> offered() {
        var operations = new TreeMap<String, Method>();
        for (Application application : APPLICATIONS) {
            String root =
                    application.getClass().getAnnotation(ApplicationPath.class).value();
            for (Class<?> resource : application.getClasses()) {
                if (resource.isAnnotationPresent(Path.class)) {
                    for (Method method : resource.getMethods()) {
                        httpMethods(method)
                                .forEach(name -> operations.put(
                                        name + " "
                                                + path(
                                                        root,
                                                        resource.getAnnotation(Path.class),
                                                        method.getAnnotation(Path.class)),
                                        method));
                    }
                }
            }
        }
        return operations;
    }

    private static List<String> httpMethods(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null && DESCRIBED_METHODS.contains(found.value()))
                .map(HttpMethod::value)
                .toList();
    }

    private static String path(String root, Path resource, Path method) {
        var parts = new ArrayList<String>();
        for (String part : List.of(root, resource.value(), method == null ? "" : method.value())) {
            String plain = part.replaceAll("\\{\\s*(\\w+)\\s*:[^/]*}", "{$1}").replaceAll("^/|/$", "");
            if (!plain.isEmpty()) {
                parts.add(plain);
            }
        }
        return "/" + String.join("/", parts);
    }
}
