package org.voxrelay.dicom.dict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The UIDs of PS3.6 Annex A: what each names, and which are storage SOP classes. */
public final class UidDictionary {
    /**
     * A row of the dictionary.
     *
     * @param type as PS3.6 writes it, for instance SOP Class or Transfer Syntax
     */
    public record Entry(String uid, String type, boolean retired, String keyword, String name) {}

    private static final Pattern STORAGE =
            Pattern.compile(".*Storage( SOP Class| - (For Presentation|For Processing|Trial))?");
    private static final String MEDIA_STORAGE_DIRECTORY = "1.2.840.10008.1.3.10";

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();
    private static final Set<String> STORAGE_SOP_CLASSES;

    static {
        for (String[] row : Table.rows("uids.tsv")) {
            ENTRIES.put(row[0], new Entry(row[0], row[1], row[2].equals("R"), row[3], row[4]));
        }
        STORAGE_SOP_CLASSES = ENTRIES.values().stream()
                .filter(entry -> entry.type().equals("SOP Class"))
                .filter(entry -> STORAGE.matcher(entry.name()).matches())
                .map(Entry::uid)
                .filter(uid -> !uid.equals(MEDIA_STORAGE_DIRECTORY))
                .collect(Collectors.toUnmodifiableSet());
    }

    private UidDictionary() {}

    /** @return the row of a UID; empty if PS3.6 has none */
    public static Optional<Entry> find(String uid) {
        return Optional.ofNullable(ENTRIES.get(uid));
    }

    /** @return the name of a UID, or the UID itself if PS3.6 has none */
    public static String nameOf(String uid) {
        return find(uid).map(Entry::name).orElse(uid);
    }

    /** @return whether instances of this class are sent by C-STORE (PS3.4 Annexes B and GG), retired classes included */
    public static boolean isStorageSopClass(String uid) {
        return STORAGE_SOP_CLASSES.contains(uid);
    }

    /** @return all classes for which {@link #isStorageSopClass} holds */
    public static Set<String> storageSopClasses() {
        return STORAGE_SOP_CLASSES;
    }

    /** @return all transfer syntaxes, the retired ones included, in the order of PS3.6 */
    public static List<Entry> transferSyntaxes() {
        return ENTRIES.values().stream()
                .filter(entry -> entry.type().equals("Transfer Syntax"))
                .toList();
    }
}
