package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.voxrelay.testing.TestArchive;

/** What was acknowledged, and what may have been under way; holds an archive to it. */
final class CrashLog implements CrashWork.Log {
    private final Map<Integer, Set<Integer>> possible = new HashMap<>();
    private final Set<Integer> mayBeAbsent = new HashSet<>();
    private final Map<Integer, Set<Integer>> trashed = new HashMap<>();
    /** On their way into the trash or out of it: shown or there, but not lost. */
    private final Set<Integer> underway = new HashSet<>();

    private final Set<Integer> purging = new HashSet<>();

    @Override
    public void storing(int number, int version) {
        if (!possible.containsKey(number)) {
            mayBeAbsent.add(number);
        }
        possible.computeIfAbsent(number, n -> new HashSet<>()).add(version);
    }

    @Override
    public void stored(int number, int version) {
        possible.put(number, new HashSet<>(Set.of(version)));
        mayBeAbsent.remove(number);
    }

    @Override
    public void deleting(int number) {
        mayBeAbsent.add(number);
    }

    @Override
    public void deleted(int number) {
        possible.remove(number);
        mayBeAbsent.remove(number);
    }

    @Override
    public void trashing(int number) {
        mayBeAbsent.add(number);
        underway.add(number);
    }

    @Override
    public void trashed(int number) {
        trashed.put(number, possible.remove(number));
        mayBeAbsent.remove(number);
        underway.remove(number);
    }

    @Override
    public void restoring(int number) {
        possible.put(number, trashed.remove(number));
        mayBeAbsent.add(number);
        underway.add(number);
    }

    @Override
    public void restored(int number) {
        mayBeAbsent.remove(number);
        underway.remove(number);
    }

    @Override
    public void purging(int number) {
        trashed.remove(number);
        purging.add(number);
    }

    @Override
    public void purged(int number) {
        purging.remove(number);
    }

    void check(TestArchive archive, Path scratch) throws Exception {
        var present = new ArrayList<String>();
        for (var expected : possible.entrySet()) {
            String uid = CrashWork.uid(expected.getKey());
            var found = archive.index.find(uid);
            if (found.isEmpty()) {
                assertThat(mayBeAbsent).as("absent: %d", expected.getKey()).contains(expected.getKey());
                if (underway.contains(expected.getKey())) {
                    trashed.put(expected.getKey(), expected.getValue());
                }
                continue;
            }
            present.add(uid);
            checkBytes(
                    archive, expected.getKey(), expected.getValue(), found.get().place());
        }
        Map<String, String> kept = keptInTrash(archive);
        for (var expected : trashed.entrySet()) {
            String place = kept.get(CrashWork.uid(expected.getKey()));
            assertThat(place).as("in the trash: %d", expected.getKey()).isNotNull();
            checkBytes(archive, expected.getKey(), expected.getValue(), place);
        }
        assertThat(kept.keySet())
                .isSubsetOf(Stream.concat(trashed.keySet().stream(), purging.stream())
                        .map(CrashWork::uid)
                        .toList());
        assertThat(rows(archive)).containsExactlyInAnyOrderElementsOf(present);
        Export.Outcome outcome =
                Export.export(archive.settings.dataDir(), scratch, new PrintStream(OutputStream.nullOutputStream()));
        assertThat(outcome.faults()).isZero();
        present.addAll(kept.keySet()); // the folder does not know what is in the trash
        assertThat(exported(scratch)).containsExactlyInAnyOrderElementsOf(present);
    }

    private static void checkBytes(TestArchive archive, int number, Set<Integer> versions, String place)
            throws Exception {
        byte[] bytes = dataset(archive, place);
        List<byte[]> candidates =
                versions.stream().map(version -> bare(number, version)).toList();
        assertThat(candidates).as("bytes of %d", number).anyMatch(each -> Arrays.equals(each, bytes));
    }

    /** Places by UID. */
    private static Map<String, String> keptInTrash(TestArchive archive) {
        return archive.database.read(c -> {
            var found = new HashMap<String, String>();
            try (var row = c.createStatement().executeQuery("select uid, place from trashed_instance")) {
                while (row.next()) {
                    found.put(row.getString(1), row.getString(2));
                }
            }
            return found;
        });
    }

    private static byte[] bare(int number, int version) {
        try (InputStream bytes = TestArchive.bytes(TestArchive.cStore(CrashWork.image(number, version)))) {
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] dataset(TestArchive archive, String place) throws Exception {
        try (InputStream in = DataSetComparison.atDataSet(Channels.newInputStream(archive.files.open(place)))) {
            return in.readAllBytes();
        }
    }

    private static List<String> rows(TestArchive archive) {
        return archive.database.read(c -> {
            var uids = new ArrayList<String>();
            try (var row = c.createStatement().executeQuery("select uid from instance")) {
                while (row.next()) {
                    uids.add(row.getString(1));
                }
            }
            return uids;
        });
    }

    /** The latest of each UID. */
    private static List<String> exported(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".dcm") && !name.matches(".*\\.[12]\\.dcm"))
                    .map(name -> name.replace(".dcm", ""))
                    .toList();
        }
    }
}
