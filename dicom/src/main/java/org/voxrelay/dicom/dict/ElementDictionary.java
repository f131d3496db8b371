package org.voxrelay.dicom.dict;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.voxrelay.dicom.data.VR;

/** The data dictionary: VR, VM and keyword of an attribute (PS3.6 chapters 6 to 8, PS3.7 Annex E). */
public final class ElementDictionary {
    /**
     * A row of the dictionary.
     *
     * @param tag of a repeating group: the lowest one
     * @param vrs more than one where a data set decides, as US or SS
     * @param vm as PS3.6 writes it, for instance 1-n
     */
    public record Entry(int tag, List<VR> vrs, String vm, boolean retired, String keyword) {
        /** @return the VR, the first of several but OW for bulk and lookup table data, as implicit VR codes them */
        public VR vr() {
            return vrs.contains(VR.OW) ? VR.OW : vrs.get(0);
        }
    }

    private record Repeating(int mask, Entry entry) {}

    private static final Entry[] ENTRIES;
    private static final int[] TAGS;
    private static final List<Repeating> REPEATING;
    private static final Map<String, Entry> BY_KEYWORD = new HashMap<>();

    static {
        List<String[]> rows = Table.rows("elements.tsv");
        ENTRIES = rows.stream()
                .filter(row -> !isRepeating(row))
                .map(ElementDictionary::entry)
                .sorted(Comparator.comparingInt(entry -> entry.tag() ^ Integer.MIN_VALUE))
                .toArray(Entry[]::new);
        TAGS = Arrays.stream(ENTRIES)
                .mapToInt(entry -> entry.tag() ^ Integer.MIN_VALUE)
                .toArray();
        REPEATING = rows.stream()
                .filter(ElementDictionary::isRepeating)
                .map(row -> new Repeating(mask(row[0]), entry(row)))
                .toList();
        REPEATING.forEach(repeating -> BY_KEYWORD.put(repeating.entry.keyword(), repeating.entry));
        Arrays.stream(ENTRIES).forEach(entry -> BY_KEYWORD.put(entry.keyword(), entry));
    }

    private ElementDictionary() {}

    private static boolean isRepeating(String[] row) {
        return row[0].indexOf('x') >= 0;
    }

    private static int mask(String tag) {
        return Integer.parseUnsignedInt(tag.replaceAll("[0-9A-F]", "F").replace('x', '0'), 16);
    }

    private static Entry entry(String[] row) {
        int tag = Integer.parseUnsignedInt(row[0].replace('x', '0'), 16);
        List<VR> vrs = Arrays.stream(row[1].split("_")).map(VR::valueOf).toList();
        return new Entry(tag, vrs, row[2], row[3].equals("R"), row[4]);
    }

    /** @return the row of a tag, repeating groups (50xx, 60xx, ...) resolved; empty for private and unknown tags */
    public static Optional<Entry> find(int tag) {
        int index = Arrays.binarySearch(TAGS, tag ^ Integer.MIN_VALUE);
        if (index >= 0) {
            return Optional.of(ENTRIES[index]);
        }
        for (Repeating repeating : REPEATING) {
            if ((tag & repeating.mask) == repeating.entry.tag() && !isPrivate(tag)) {
                return Optional.of(repeating.entry);
            }
        }
        return Optional.empty();
    }

    /** @return the VR that implicit VR codes this tag in; UN for unknown tags, LO for private creators, UL for group lengths */
    public static VR vrOf(int tag) {
        if (isPrivate(tag)) {
            return isPrivateCreator(tag) ? VR.LO : VR.UN;
        }
        if ((tag & 0xFFFF) == 0) {
            return VR.UL;
        }
        return find(tag).map(Entry::vr).orElse(VR.UN);
    }

    /** @return the keyword; empty for private and unknown tags */
    public static Optional<String> keywordOf(int tag) {
        return find(tag).map(Entry::keyword);
    }

    /** @return the tag of a keyword; of a repeating group the lowest one */
    public static OptionalInt tagOf(String keyword) {
        Entry entry = BY_KEYWORD.get(keyword);
        return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.tag());
    }

    /** @return whether the group is odd (PS3.5 section 7.8) */
    public static boolean isPrivate(int tag) {
        return (tag & 0x10000) != 0;
    }

    /** @return whether the tag reserves a block of private elements (PS3.5 section 7.8.1) */
    public static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && (tag & 0xFF00) == 0 && (tag & 0xFFFF) >= 0x10;
    }

    /** @return the tag as the Standard writes it, for instance (0008,0018) */
    public static String format(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }
}
