package org.voxrelay.dimse.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dimse.Association;
import org.voxrelay.dimse.AssociationException;
import org.voxrelay.dimse.AssociationRequest;
import org.voxrelay.dimse.StoreResult;

/**
 * Sends files and the files in folders by C-STORE as they are: {@code StoreScu OPTION... HOST PORT PATH...}.
 */
public final class StoreScu {
    private static final int MAX_CONTEXTS = 128;

    private final PrintStream out;
    private final Arguments arguments;
    private int sent;
    private int failed;
    private long bytes;

    private StoreScu(Arguments arguments, PrintStream out) {
        this.arguments = arguments;
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(run(System.out, args));
    }

    /** @return 0 if every file was stored, 1 if not, 2 if the arguments are wrong */
    static int run(PrintStream out, String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.others().isEmpty()) {
                throw new IllegalArgumentException("no file to send");
            }
            return new StoreScu(arguments, out).send();
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println("usage: StoreScu " + Arguments.SHARED + " HOST PORT PATH...");
            return 2;
        }
    }

    private int send() {
        long begin = System.nanoTime();
        try {
            for (List<FileToSend> batch : batches(find())) {
                send(batch);
            }
        } catch (IOException e) {
            out.println("stopped: " + e.getMessage());
            failed++;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf("%d stored, %d failed, %.1f MB in %.2f s%n", sent, failed, bytes / 1e6, seconds);
        return failed == 0 && sent > 0 ? 0 : 1;
    }

    private List<FileToSend> find() throws IOException {
        List<FileToSend> files = new ArrayList<>();
        for (String argument : arguments.others()) {
            try (Stream<Path> paths = Files.walk(Path.of(argument))) {
                for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                    addIfDicom(path, files);
                }
            }
        }
        return files;
    }

    private void addIfDicom(Path path, List<FileToSend> files) {
        try {
            files.add(FileToSend.of(path));
        } catch (IOException e) {
            failed++;
            out.println(path + ": " + e.getMessage());
        }
    }

    /** An association has room for 128 kinds of instances. */
    private static List<List<FileToSend>> batches(List<FileToSend> files) {
        List<List<FileToSend>> batches = new ArrayList<>();
        Set<FileToSend.Kind> kinds = new LinkedHashSet<>();
        for (FileToSend file : files) {
            if (kinds.add(file.kind()) && kinds.size() > MAX_CONTEXTS || batches.isEmpty()) {
                kinds = new LinkedHashSet<>(Set.of(file.kind()));
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1).add(file);
        }
        return batches;
    }

    private void send(List<FileToSend> files) throws IOException {
        AssociationRequest request = arguments.request();
        files.stream()
                .map(FileToSend::kind)
                .distinct()
                .forEach(kind -> request.add(kind.sopClassUid(), kind.transferSyntaxUid()));
        try (Association association = request.open()) {
            for (FileToSend file : files) {
                send(file, association);
            }
        }
    }

    private void send(FileToSend file, Association association) throws IOException {
        try (DicomInputStream dataset = file.open()) {
            StoreResult result = association.store(file.sopClass(), file.sopInstance(), file.transferSyntax(), dataset);
            if (result.isStored()) {
                sent++;
                bytes += Files.size(file.path());
            } else {
                failed++;
                out.printf("%s: status %04X %s%n", file.path(), result.status(), result.errorComment());
            }
        } catch (AssociationException e) {
            throw e; // the others cannot be sent either
        } catch (IOException e) {
            failed++;
            out.println(file.path() + ": " + e.getMessage());
        }
    }
}
