package org.voxrelay.dicom.code;

import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * A coded concept (PS3.3 section 8, Code Sequence Macro).
 *
 * @param value Code Value; one of more than 16 characters is written as Long Code Value
 * @param scheme Coding Scheme Designator (PS3.16 chapter 8), at most 16 characters
 * @param meaning Code Meaning for people, at most 64 characters; says nothing to programs
 */
public record Code(String value, String scheme, String meaning) {
    private static final int SHORT = 16;

    /** @throws IllegalArgumentException if one of them is empty or too long */
    public Code {
        if (value.isEmpty() || scheme.isEmpty() || meaning.isEmpty()) {
            throw new IllegalArgumentException("a code needs value, scheme and meaning");
        }
        if (scheme.length() > SHORT || meaning.length() > 64) {
            throw new IllegalArgumentException("too long for a code: " + scheme + " or " + meaning);
        }
    }

    /** A new item with this code. */
    public Attributes toItem() {
        return new Attributes(4)
                .setString(value.length() > SHORT ? Tag.LongCodeValue : Tag.CodeValue, value)
                .setString(Tag.CodingSchemeDesignator, scheme)
                .setString(Tag.CodeMeaning, meaning);
    }

    /** The code in an item; empty if the item holds no complete code. */
    public static Optional<Code> of(Attributes item) {
        Optional<String> value = item.getString(Tag.CodeValue)
                .or(() -> item.getString(Tag.LongCodeValue))
                .or(() -> item.getString(Tag.URNCodeValue));
        String scheme = item.getString(Tag.CodingSchemeDesignator, "");
        String meaning = item.getString(Tag.CodeMeaning, "");
        if (value.isEmpty() || scheme.isEmpty() || scheme.length() > SHORT || meaning.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Code(value.get(), scheme, meaning.substring(0, Math.min(64, meaning.length()))));
    }

    /** The code in the first item of a sequence. */
    public static Optional<Code> of(Attributes dataset, int sequenceTag) {
        return dataset.getItem(sequenceTag).flatMap(Code::of);
    }

    /** Whether both mean the same to a program: value and scheme are equal. */
    public boolean sameConcept(Code other) {
        return value.equals(other.value) && scheme.equals(other.scheme);
    }
}
