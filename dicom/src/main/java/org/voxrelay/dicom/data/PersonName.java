package org.voxrelay.dicom.data;

import java.util.Arrays;
import java.util.List;

/**
 * One value of VR PN as its component groups (PS3.5 section 6.2.1). A group that is absent is empty.
 *
 * @param alphabetic for instance {@code Yamada^Tarou}
 * @param ideographic the same in ideographic characters
 * @param phonetic the same in phonetic characters
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
    /** The five components of one group; absent ones are empty. */
    public record Components(String family, String given, String middle, String prefix, String suffix) {
        /** @return the components of a group; a sixth and later ones are dropped */
        public static Components parse(String group) {
            String[] parts = Arrays.copyOf(group.split("\\^", -1), 5);
            Arrays.setAll(parts, i -> parts[i] == null ? "" : parts[i].strip());
            return new Components(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }

        /** @return the group as PS3.5 writes it, without empty components at the end */
        @Override
        public String toString() {
            return withoutTrailing(String.join("^", family, given, middle, prefix, suffix), '^');
        }
    }

    /** @return the groups of a value; a fourth and later groups are dropped */
    public static PersonName parse(String value) {
        String[] groups = value.split("=", -1);
        return new PersonName(group(groups, 0), group(groups, 1), group(groups, 2));
    }

    /** @return a name of these groups; use {@code Components.parse("")} for those that are absent */
    public static PersonName of(Components alphabetic, Components ideographic, Components phonetic) {
        return new PersonName(alphabetic.toString(), ideographic.toString(), phonetic.toString());
    }

    private static String group(String[] groups, int index) {
        return index < groups.length ? groups[index].strip() : "";
    }

    /** @return the components of the alphabetic group: family, given, middle, prefix, suffix; fewer if fewer are there */
    public List<String> components() {
        return List.of(alphabetic.split("\\^", -1));
    }

    public Components alphabeticComponents() {
        return Components.parse(alphabetic);
    }

    public Components ideographicComponents() {
        return Components.parse(ideographic);
    }

    public Components phoneticComponents() {
        return Components.parse(phonetic);
    }

    /** @return the value as PS3.5 writes it, without empty groups at the end */
    @Override
    public String toString() {
        return withoutTrailing(alphabetic + "=" + ideographic + "=" + phonetic, '=');
    }

    private static String withoutTrailing(String text, char delimiter) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == delimiter) {
            end--;
        }
        return text.substring(0, end);
    }
}
