package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a service offers, read from the annotations of its resources (PS3.18 section 8.9). */
final class Capabilities {
    private static final String[] JSON = {MediaTypes.DICOM_JSON};

    private final List<Offer> offers;

    private Capabilities(List<Offer> offers) {
        this.offers = offers;
    }

    /**
     * A method of a resource.
     *
     * @param path below the service, with parameters in braces
     * @param id name of what it does
     * @param types media types of its answer
     * @param parameters of the query
     */
    record Offer(String method, String path, String id, List<String> types, List<String> parameters) {
        /** Whether a path is this one, or leads to it. */
        boolean isAtOrBelow(List<String> segments) {
            String[] own = path.split("/");
            if (segments.size() > own.length) {
                return false;
            }
            for (int i = 0; i < segments.size(); i++) {
                if (!own[i].startsWith("{") && !own[i].equals(segments.get(i))) {
                    return false;
                }
            }
            return true;
        }

        boolean isAt(List<String> segments) {
            return isAtOrBelow(segments) && path.split("/").length == segments.size();
        }
    }

    /** @param resources classes of a service */
    static Capabilities of(Collection<Class<?>> resources) {
        return new Capabilities(resources.stream()
                .filter(resource -> resource.isAnnotationPresent(Path.class))
                .flatMap(resource -> Arrays.stream(resource.getMethods()))
                .flatMap(method -> offer(method).stream())
                .sorted(Comparator.comparing(Offer::path).thenComparing(Offer::method))
                .toList());
    }

    private static Optional<Offer> offer(Method method) {
        Optional<String> verb = Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
        Path path = method.getAnnotation(Path.class);
        if (verb.isEmpty() || path == null) {
            return Optional.empty();
        }
        Answers answers = Optional.ofNullable(method.getAnnotation(Answers.class))
                .orElse(method.getDeclaringClass().getAnnotation(Answers.class));
        List<String> types = List.of(answers == null ? JSON : answers.types());
        List<String> parameters = answers == null ? List.of() : List.of(answers.parameters());
        String resource = method.getDeclaringClass().getSimpleName().replace("Resource", "");
        String plain = path.value().replaceAll("\\{(\\w+)\\s*:[^}]*}", "{$1}");
        return Optional.of(new Offer(verb.get(), plain, resource + "-" + method.getName(), types, parameters));
    }

    List<Offer> all() {
        return offers;
    }

    /** What is at a path or below it, by path; empty if there is nothing. */
    Map<String, List<Offer>> below(String path) {
        List<String> segments = segments(path);
        return offers.stream()
                .filter(offer -> offer.isAtOrBelow(segments))
                .collect(Collectors.groupingBy(Offer::path, TreeMap::new, Collectors.toCollection(ArrayList::new)));
    }

    /** The Allow field of a path. */
    String allowed(String path) {
        List<String> segments = segments(path);
        Stream<String> methods =
                offers.stream().filter(offer -> offer.isAt(segments)).map(Offer::method);
        List<String> found = methods.flatMap(m -> m.equals("GET") ? Stream.of(m, "HEAD") : Stream.of(m))
                .distinct()
                .sorted()
                .toList();
        return Stream.concat(found.stream(), Stream.of("OPTIONS")).collect(Collectors.joining(", "));
    }

    private static List<String> segments(String path) {
        return Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    }
}
