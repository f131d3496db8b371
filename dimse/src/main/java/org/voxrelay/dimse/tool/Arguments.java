package org.voxrelay.dimse.tool;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dimse.AssociationRequest;

/** The part of the command line that all tools share: {@code [--calling TITLE] [--called TITLE] HOST PORT ...}. */
record Arguments(String callingAeTitle, String calledAeTitle, String host, int port, List<String> others) {
    /** @throws IllegalArgumentException with a sentence for the user */
    static Arguments parse(String... args) {
        String calling = "VOXRELAY";
        String called = "ANY-SCP";
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            boolean option = args[i].startsWith("--");
            if (option && i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--calling" -> calling = args[++i];
                case "--called" -> called = args[++i];
                default -> {
                    if (option) {
                        throw new IllegalArgumentException("unknown option " + args[i]);
                    }
                    plain.add(args[i]);
                }
            }
        }
        if (plain.size() < 2) {
            throw new IllegalArgumentException("a host and a port are wanted");
        }
        Arguments parsed = new Arguments(
                calling, called, plain.get(0), port(plain.get(1)), List.copyOf(plain.subList(2, plain.size())));
        parsed.request(); // checks the titles
        return parsed;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("no port number: " + text);
        }
        return Integer.parseInt(text);
    }

    AssociationRequest request() {
        return AssociationRequest.to(host, port).callingAeTitle(callingAeTitle).calledAeTitle(calledAeTitle);
    }
}
