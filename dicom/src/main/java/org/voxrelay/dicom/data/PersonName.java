package org.voxrelay.dicom.data;

import java.util.List;

/**
 * One value of VR PN as its component groups (PS3.5 section 6.2.1). A group that is absent is empty.
 *
 * @param alphabetic for instance {@code Yamada^Tarou}
 * @param ideographic the same in ideographic characters
 * @param phonetic the same in phonetic characters
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
    /** @return the groups of a value; a fourth and later groups are dropped */
    public static PersonName parse(String value) {
        String[] groups = value.split("=", -1);
        return new PersonName(group(groups, 0), group(groups, 1), group(groups, 2));
    }

    private static String group(String[] groups, int index) {
        return index < groups.length ? groups[index].strip() : "";
    }

    /** @return the components of the alphabetic group: family, given, middle, prefix, suffix; fewer if fewer are there */
    public List<String> components() {
        return List.of(alphabetic.split("\\^", -1));
    }

    /** @return the value as PS3.5 writes it, without empty groups at the end */
    @Override
    public String toString() {
        String all = alphabetic + "=" + ideographic + "=" + phonetic;
        return all.replaceAll("=+$", "");
    }
}
