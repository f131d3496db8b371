package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.ElementDictionary;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.FindOptions;
import org.voxrelay.dimse.OperationResult;

/**
 * Asks a node what it has, in the Study Root model, or for patients in the Patient Root model: {@code FindScu OPTION...
 * HOST PORT LEVEL KEYWORD[=VALUE]...}.
 */
public final class FindScu {
    /** Levels above need no key; a range of dates and one of times are one; names match that look or sound alike. */
    private static final Set<String> FLAGS = Set.of("--relational", "--datetime", "--fuzzy");

    private FindScu() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return 0 if the node answered with success, 1 if not, 2 if the arguments are wrong */
    static int run(PrintStream out, String... args) {
        try {
            Arguments arguments = Arguments.parse(FLAGS, args);
            return find(arguments, QueryArguments.identifier(arguments.others()), out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println("usage: FindScu " + Arguments.SHARED
                    + " [--relational] [--datetime] [--fuzzy] HOST PORT LEVEL KEYWORD[=VALUE]...");
            return 2;
        }
    }

    private static int find(Arguments arguments, Attributes identifier, PrintStream out) {
        String model = QueryArguments.model(
                identifier,
                UID.PatientRootQueryRetrieveInformationModelFind,
                UID.StudyRootQueryRetrieveInformationModelFind);
        try (Association association = request(arguments, model).open()) {
            OperationResult result = association.find(model, identifier, match -> {
                print(match, out);
                return true;
            });
            out.printf(
                    "%s answered with status %04X %s%n",
                    arguments.calledAeTitle(), result.status(), result.errorComment());
            return result.isSuccess() ? 0 : 1;
        } catch (IOException e) {
            out.println("no answer: " + e.getMessage());
            return 1;
        }
    }

    private static AssociationRequest request(Arguments arguments, String model) {
        AssociationRequest request = arguments.request().addService(model);
        Set<String> flags = arguments.flags();
        return flags.isEmpty()
                ? request
                : request.findOptions(
                        model,
                        new FindOptions(
                                flags.contains("--relational"),
                                flags.contains("--datetime"),
                                flags.contains("--fuzzy"),
                                false,
                                false));
    }

    /** A line a match; what has no text, such as a sequence, is left out. */
    private static void print(Attributes match, PrintStream out) {
        List<String> values = new ArrayList<>();
        for (int tag : match.tags()) {
            if (match.getValue(tag).isPresent() && match.getSequence(tag).isEmpty()) {
                String name = ElementDictionary.keywordOf(tag).orElseGet(() -> ElementDictionary.format(tag));
                values.add(name + "=" + String.join("\\", match.getStrings(tag)));
            }
        }
        out.println(String.join(" ", values));
    }
}
