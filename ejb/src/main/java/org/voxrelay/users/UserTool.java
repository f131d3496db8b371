package org.voxrelay.users;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;

/** What {@code ./run --user} and {@code ./run --remove-user} do: users of a data folder, whether its server runs or not. */
public final class UserTool {
    private UserTool() {}

    /** @param args the folder of the users, {@code put}, {@code remove} or {@code list}, and for the first two a name */
    public static void main(String[] args) throws IOException {
        var users = new Users(Path.of(args[0]));
        try {
            switch (args[1]) {
                case "put" -> {
                    users.put(args[2], password(), EnumSet.allOf(Role.class));
                    System.out.println(args[2] + " may delete now.");
                }
                case "remove" -> {
                    boolean was = users.remove(args[2]);
                    System.out.println(was ? args[2] + " is no user any more." : "There is no user " + args[2] + ".");
                }
                default -> users.names().forEach(System.out::println);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("Voxrelay: " + e.getMessage() + ".");
            System.exit(1);
        }
    }

    /** Twice from a person, once from a program. */
    private static char[] password() throws IOException {
        Console console = System.console();
        if (console == null) {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            return line == null ? new char[0] : line.toCharArray();
        }
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (!Arrays.equals(first, second)) {
            throw new IllegalArgumentException("the two passwords differ");
        }
        return first;
    }
}
