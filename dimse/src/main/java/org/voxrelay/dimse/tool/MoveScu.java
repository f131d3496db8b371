package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.RetrieveResult;

/**
 * Has a node send instances to another, in the Study Root model, or those of a patient in the Patient Root model: {@code
 * MoveScu OPTION... HOST PORT DESTINATION LEVEL KEYWORD=VALUE...}.
 */
public final class MoveScu {
    private MoveScu() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return 0 if all was sent, 1 if not, 2 if the arguments are wrong */
    static int run(PrintStream out, String... args) {
        try {
            Arguments arguments = Arguments.parse(QueryArguments.RETRIEVE_FLAGS, args);
            List<String> others = arguments.others();
            if (others.isEmpty()) {
                throw new IllegalArgumentException("a destination is wanted");
            }
            return move(arguments, others.get(0), QueryArguments.identifier(others.subList(1, others.size())), out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println("usage: MoveScu " + Arguments.SHARED
                    + " [--relational] HOST PORT DESTINATION LEVEL KEYWORD=VALUE...");
            return 2;
        }
    }

    private static int move(Arguments arguments, String destination, Attributes identifier, PrintStream out) {
        String model = QueryArguments.model(
                identifier,
                UID.PatientRootQueryRetrieveInformationModelMove,
                UID.StudyRootQueryRetrieveInformationModelMove);
        try (Association association =
                QueryArguments.retrieval(arguments, model).open()) {
            RetrieveResult result = association.move(model, destination, identifier, progress -> true);
            return report(result, out);
        } catch (IOException e) {
            out.println("no answer: " + e.getMessage());
            return 1;
        }
    }

    static int report(RetrieveResult result, PrintStream out) {
        out.printf(
                "status %04X %s: %d sent, %d with a warning, %d failed%n",
                result.status(),
                result.errorComment(),
                result.counts().completed(),
                result.counts().warning(),
                result.counts().failed());
        result.failedSopInstanceUids().forEach(uid -> out.println("failed: " + uid));
        return result.isSuccess() ? 0 : 1;
    }
}
