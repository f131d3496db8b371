package org.voxrelay.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Under which user the programs of PostgreSQL are started: they refuse to be root.
 *
 * <p>Not root: directly. Root: in a user namespace of its own, where that is allowed; else (a container without user
 * namespaces) as the user {@code postgres} or {@code nobody}, who is then made the owner of the folder.
 *
 * @param prefix put before each command
 * @param user owner of the files, empty for the user of this process
 */
record RunAs(List<String> prefix, OptionalInt user) {
    private static final int ROOT = 0;

    RunAs {
        prefix = List.copyOf(prefix);
    }

    static RunAs forFolder(Path folder) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        if (userOfThisProcess() != ROOT) {
            return new RunAs(List.of(), OptionalInt.empty());
        }
        if (owner == ROOT && succeeds("unshare", "-U", "true")) {
            return new RunAs(List.of("unshare", "-U"), OptionalInt.empty());
        }
        return asOtherUser(folder, owner == ROOT ? unprivilegedUser() : owner);
    }

    private static RunAs asOtherUser(Path folder, int user) throws IOException {
        List<String> prefix = List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups");
        RunAs other = new RunAs(prefix, OptionalInt.of(user));
        other.own(folder);
        if (!succeeds(other.command("test", "-w", folder.toString()).toArray(String[]::new))) {
            throw new IOException("PostgreSQL must not run as root, and user " + user + " cannot reach " + folder
                    + ". Run the server as another user, or put the data folder where that user may go.");
        }
        return other;
    }

    private static int unprivilegedUser() throws IOException {
        List<String> accounts = Files.readAllLines(Path.of("/etc/passwd"));
        for (String name : List.of("postgres", "nobody")) {
            for (String account : accounts) {
                if (account.startsWith(name + ":")) {
                    return Integer.parseInt(account.split(":")[2]);
                }
            }
        }
        throw new IOException("PostgreSQL must not run as root, and there is no user 'postgres' or 'nobody' here."
                + " Run the server as another user.");
    }

    private static int userOfThisProcess() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    List<String> command(String... program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program));
        return command;
    }

    /** Gives a file or folder to the user that PostgreSQL runs as. */
    void own(Path path) throws IOException {
        if (user.isPresent()) {
            Files.setAttribute(path, "unix:uid", user.getAsInt());
        }
    }

    private static boolean succeeds(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", e);
        } catch (IOException expected) {
            return false; // the program is not on this machine
        }
    }
}
