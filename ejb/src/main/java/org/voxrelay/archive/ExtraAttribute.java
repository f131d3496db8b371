package org.voxrelay.archive;

import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/**
 * An attribute that is searched because an administrator wants it.
 *
 * @param tag of a private attribute with any block number
 * @param creator of a private attribute; else empty
 */
public record ExtraAttribute(IndexLevel level, int tag, String creator) {
    private static final Pattern FORM =
            Pattern.compile("(?:(study|series|instance):)?(?:([A-Za-z]\\w*|[0-9A-Fa-f]{8})|([0-9A-Fa-f]{4})xx"
                    + "([0-9A-Fa-f]{2})@([^\\\\@]{1,64}))");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /**
     * Reads {@code ProtocolName}, {@code 00181030} or, for a private attribute, {@code 0019xx0C@SIEMENS MR HEADER}; with
     * {@code study:}, {@code series:} or {@code instance:} before it where the level is not that of its nature.
     *
     * @throws IllegalArgumentException if it names no attribute, or one that cannot be searched
     */
    public static ExtraAttribute parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw unusable(text, "names no attribute");
        }
        boolean isPrivate = matcher.group(5) != null;
        int tag = isPrivate
                ? Integer.parseUnsignedInt(matcher.group(3) + "10" + matcher.group(4), 16)
                : standardTag(text, matcher.group(2));
        if (isPrivate && (tag >>> 16 & 1) == 0) {
            throw unusable(text, "has a creator, but an even group");
        }
        IndexLevel level = matcher.group(1) == null
                ? IndexLevel.ofNature(tag)
                : IndexLevel.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
        return new ExtraAttribute(level, tag, isPrivate ? matcher.group(5).strip() : "");
    }

    private static int standardTag(String text, String name) {
        OptionalInt keyword = ElementDictionary.tagOf(name);
        if (keyword.isEmpty() && !name.matches("[0-9A-Fa-f]{8}")) {
            throw unusable(text, "names no attribute");
        }
        int tag = keyword.isPresent() ? keyword.getAsInt() : Integer.parseUnsignedInt(name, 16);
        if (ElementDictionary.isPrivate(tag)) {
            throw unusable(text, "is private: write it as 0019xx0C@CREATOR");
        }
        if (!KeyDocument.isSearchable(ElementDictionary.vrOf(tag)) || (tag & 0xFFFF) == 0 || tag >>> 16 < 8) {
            throw unusable(text, "cannot be searched");
        }
        return tag;
    }

    private static IllegalArgumentException unusable(String text, String why) {
        return new IllegalArgumentException("VOXRELAY_EXTRA_ATTRIBUTES: " + text.strip() + " " + why);
    }

    boolean isPrivate() {
        return !creator.isEmpty();
    }

    /** Its name in a {@link KeyDocument}. */
    public String key() {
        return isPrivate() ? privateKey(tag, creator) : HEX.toHexDigits(tag);
    }

    /** The name of a private attribute in a {@link KeyDocument}, whatever its block. */
    public static String privateKey(int tag, String creator) {
        return HEX.toHexDigits((short) (tag >>> 16)) + "xx" + HEX.toHexDigits((byte) tag) + "@" + creator.strip();
    }

    /** Copies it, and who created it if it is private. */
    void copy(Attributes from, Attributes to) {
        if (!isPrivate()) {
            to.addSelected(from, tag);
            return;
        }
        OptionalInt found = from.privateTag(creator, tag);
        if (found.isPresent()) {
            int block = found.getAsInt() & 0xFFFF0000 | found.getAsInt() >>> 8 & 0xFF;
            to.addSelected(from, block, found.getAsInt());
        }
    }

    /** Whether values of this kind are text as a key is. */
    VR vrIn(Attributes dataset) {
        return isPrivate() ? VR.LO : dataset.getVR(tag).orElse(VR.UN);
    }
}
