package org.voxrelay.dimse.tool;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.RetrieveOptions;

/** The part of the command line that queries and retrievals share: {@code LEVEL KEYWORD[=VALUE]...}. */
final class QueryArguments {
    private static final List<String> LEVELS = List.of("PATIENT", "STUDY", "SERIES", "IMAGE");

    /** Levels above need no key. */
    static final Set<String> RETRIEVE_FLAGS = Set.of("--relational");

    private QueryArguments() {}

    /** The information model that has the level of an identifier: Patient Root for patients, else Study Root. */
    static String model(Attributes identifier, String patientRoot, String studyRoot) {
        return identifier.getString(Tag.QueryRetrieveLevel, "").equals("PATIENT") ? patientRoot : studyRoot;
    }

    /** A request with a context of the model, and with what the flags ask for. */
    static AssociationRequest retrieval(Arguments arguments, String model) {
        AssociationRequest request = arguments.request().addService(model);
        return arguments.flags().contains("--relational")
                ? request.retrieveOptions(model, new RetrieveOptions(true, false))
                : request;
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    static Attributes identifier(List<String> arguments) {
        if (arguments.isEmpty() || !LEVELS.contains(arguments.get(0).toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a level is wanted: " + String.join(", ", LEVELS));
        }
        Attributes identifier = new Attributes()
                .setString(Tag.SpecificCharacterSet, "ISO_IR 192")
                .setString(Tag.QueryRetrieveLevel, arguments.get(0).toUpperCase(Locale.ROOT));
        arguments.stream().skip(1).forEach(argument -> add(argument, identifier));
        return identifier;
    }

    private static void add(String argument, Attributes identifier) {
        String[] parts = argument.split("=", 2);
        int tag = ElementDictionary.tagOf(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("unknown keyword " + parts[0]));
        if (parts.length == 1 || parts[1].isEmpty()) {
            identifier.setNull(tag);
        } else {
            identifier.setString(tag, parts[1].split("\\\\"));
        }
    }
}
