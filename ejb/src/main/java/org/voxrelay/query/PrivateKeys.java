package org.voxrelay.query;

import java.util.OptionalInt;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.ElementDictionary;

/** Private attributes in a query: their block is the query's, not that of what is found (PS3.5 section 7.8.1). */
final class PrivateKeys {
    private PrivateKeys() {}

    /** The tag that names who created a private attribute. */
    static int creatorOf(int tag) {
        return tag & 0xFFFF0000 | tag >>> 8 & 0xFF;
    }

    /** Copies a private attribute, and who created it, from where it lies in what was found. */
    static void copy(Attributes keys, int tag, Attributes from, Attributes to) {
        if (!ElementDictionary.isPrivate(tag) || ElementDictionary.isPrivateCreator(tag)) {
            return;
        }
        String creator = keys.getString(creatorOf(tag), "").strip();
        OptionalInt found = creator.isEmpty() ? OptionalInt.empty() : from.privateTag(creator, tag);
        if (found.isPresent()) {
            to.addSelected(from, creatorOf(found.getAsInt()), found.getAsInt());
        }
    }
}
