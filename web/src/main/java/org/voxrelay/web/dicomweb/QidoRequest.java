package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.query.Level;
import org.voxrelay.query.MatchOptions;
import org.voxrelay.query.Query;
import org.voxrelay.web.problem.Problem;

/**
 * The query parameters of a search (PS3.18 section 8.3.4).
 *
 * @param query what they ask for
 */
record QidoRequest(Query query) {
    private static final int DEFAULT_LIMIT = 1000;
    private static final int MOST_PARAMETERS = 256;
    /** An arc that nothing stored can have. */
    private static final String[] NO_UID = {"no such UID"};
    /** They say how to answer, not what to look for (sections 8.3.3.1 and 8.3.3.2). */
    private static final Set<String> ABOUT_THE_ANSWER = Set.of("accept", "charset");

    /**
     * @param path UIDs by tag that the resource's path names
     * @throws Problem 400 with a sentence for what cannot be understood
     */
    static QidoRequest of(MultivaluedMap<String, String> parameters, Level level, Map<Integer, String> path) {
        if (parameters.size() > MOST_PARAMETERS) {
            throw Problem.badRequest("More than " + MOST_PARAMETERS + " different query parameters.");
        }
        var settings = new SearchSettings();
        var names = new LinkedHashMap<AttributePath, List<String>>();
        for (var parameter : parameters.entrySet()) {
            String name = parameter.getKey();
            if (!settings.take(name, parameter.getValue()) && !ABOUT_THE_ANSWER.contains(name)) {
                names.merge(AttributePath.parse(name), parameter.getValue(), QidoRequest::joined);
            }
        }
        var keys = new Attributes();
        names.forEach((attribute, values) -> attribute.set(keys, values(attribute, values, settings.options())));
        path.forEach((tag, uid) -> keys.setString(tag, VR.UI, within(keys, tag, uid)));
        return new QidoRequest(settings.query(level, keys, DEFAULT_LIMIT));
    }

    /** A UID of the path holds whatever the parameters say; where they contradict it, nothing matches. */
    private static String[] within(Attributes keys, int tag, String uid) {
        List<String> asked = keys.getStrings(tag).stream()
                .filter(value -> !value.isBlank() && !value.equals("*"))
                .toList();
        return asked.isEmpty() || asked.contains(uid) ? new String[] {uid} : NO_UID;
    }

    /** The same attribute by keyword and by tag. */
    private static List<String> joined(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Only UIDs and modalities come as a list (section 8.3.4.1); in other values a comma is itself. */
    private static String[] values(AttributePath attribute, List<String> given, MatchOptions options) {
        boolean isUid = ElementDictionary.vrOf(attribute.last()) == VR.UI;
        if (isUid || attribute.last() == Tag.ModalitiesInStudy) {
            return given.stream()
                    .flatMap(value -> Arrays.stream(value.split("[,\\\\]")))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .toArray(String[]::new);
        }
        List<String> different = given.stream().distinct().toList();
        if (different.size() > 1) {
            throw Problem.badRequest(AttributePath.name(attribute.last()) + " is asked for with different values.");
        }
        String value = different.get(0);
        return options.multipleValues() ? value.split("\\\\") : new String[] {value};
    }
}
