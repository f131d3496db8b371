package org.voxrelay.dimse.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.pdu.UserIdentity;

/**
 * The part of the command line that all tools share: {@code [--calling TITLE] [--called TITLE] [--user NAME [--user-pass
 * PASSCODE] | --user-saml ASSERTION | --user-jwt TOKEN] HOST PORT ...}.
 *
 * @param flags options of the tool that have no value, as far as they were given
 */
record Arguments(
        String callingAeTitle,
        String calledAeTitle,
        Optional<UserIdentity> identity,
        String host,
        int port,
        Set<String> flags,
        List<String> others) {
    /** For usage lines. */
    static final String SHARED = "[--calling TITLE] [--called TITLE]"
            + " [--user NAME [--user-pass PASSCODE] | --user-saml ASSERTION | --user-jwt TOKEN]";

    private static final Set<String> WITH_VALUE =
            Set.of("--calling", "--called", "--user", "--user-pass", "--user-saml", "--user-jwt");

    /** @throws IllegalArgumentException with a sentence for the user */
    static Arguments parse(String... args) {
        return parse(Set.of(), args);
    }

    /**
     * @param known the flags of the tool
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Arguments parse(Set<String> known, String... args) {
        Map<String, String> values = new HashMap<>();
        Set<String> flags = new HashSet<>();
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (WITH_VALUE.contains(args[i])) {
                if (i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + " needs a value");
                }
                values.put(args[i], args[++i]);
            } else if (known.contains(args[i])) {
                flags.add(args[i]);
            } else if (args[i].startsWith("--")) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            } else {
                plain.add(args[i]);
            }
        }
        if (plain.size() < 2) {
            throw new IllegalArgumentException("a host and a port are wanted");
        }
        Arguments parsed = new Arguments(
                values.getOrDefault("--calling", "VOXRELAY"),
                values.getOrDefault("--called", "ANY-SCP"),
                identity(values),
                plain.get(0),
                port(plain.get(1)),
                Set.copyOf(flags),
                List.copyOf(plain.subList(2, plain.size())));
        parsed.request(); // checks the titles
        return parsed;
    }

    private static Optional<UserIdentity> identity(Map<String, String> values) {
        Optional<String> user = Optional.ofNullable(values.get("--user"));
        Optional<String> passcode = Optional.ofNullable(values.get("--user-pass"));
        Optional<String> assertion = Optional.ofNullable(values.get("--user-saml"));
        Optional<String> token = Optional.ofNullable(values.get("--user-jwt"));
        if (passcode.isPresent() && user.isEmpty()) {
            throw new IllegalArgumentException("--user-pass needs --user");
        }
        if (user.stream().count() + assertion.stream().count() + token.stream().count() > 1) {
            throw new IllegalArgumentException("one of --user, --user-saml and --user-jwt, not several");
        }
        return user.map(name -> passcode.map(word -> UserIdentity.usernameAndPasscode(name, word))
                        .orElseGet(() -> UserIdentity.username(name)))
                .or(() -> assertion.map(UserIdentity::saml))
                .or(() -> token.map(UserIdentity::jsonWebToken));
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("no port number: " + text);
        }
        return Integer.parseInt(text);
    }

    AssociationRequest request() {
        AssociationRequest request =
                AssociationRequest.to(host, port).callingAeTitle(callingAeTitle).calledAeTitle(calledAeTitle);
        identity.ifPresent(request::identity);
        return request;
    }
}
