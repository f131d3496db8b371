package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.io.PrintStream;
import org.voxrelay.dimse.Association;

/** Asks a node whether it is alive: {@code EchoScu OPTION... HOST PORT}. */
public final class EchoScu {
    private EchoScu() {}

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return 0 if the node answered with success, 1 if not, 2 if the arguments are wrong */
    static int run(PrintStream out, String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            return echo(arguments, out);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println("usage: EchoScu " + Arguments.SHARED + " HOST PORT");
            return 2;
        }
    }

    private static int echo(Arguments arguments, PrintStream out) {
        try (Association association = arguments.request().addVerification().open()) {
            int status = association.echo();
            out.printf("%s answered with status %04X%n", arguments.calledAeTitle(), status);
            return status == 0 ? 0 : 1;
        } catch (IOException e) {
            out.println("no answer: " + e.getMessage());
            return 1;
        }
    }
}
