package org.voxrelay.scp;

import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.SpecificCharacterSet;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/**
 * Chooses the character set of an answer (PS3.4 section C.4.1.3.2): that of the query if it can say all of it, else UTF-8;
 * none where ASCII will do.
 */
final class AnswerCharacterSet {
    private static final String UTF_8 = "ISO_IR 192";

    private AnswerCharacterSet() {}

    /** The same attributes, coded in the character set that they name now. */
    static Attributes of(Attributes match, Attributes query) {
        List<String> asked = query.getStrings(Tag.SpecificCharacterSet);
        var answer = new Attributes();
        if (!isAscii(match)) {
            String[] terms = canSay(asked, match) ? asked.toArray(String[]::new) : new String[] {UTF_8};
            answer.setString(Tag.SpecificCharacterSet, VR.CS, terms);
        }
        for (int tag : match.tags()) {
            if (tag != Tag.SpecificCharacterSet) {
                answer.addSelected(match, tag);
            }
        }
        return answer;
    }

    private static boolean isAscii(Attributes match) {
        for (int tag : match.tags()) {
            boolean plain = match.getVR(tag).orElse(VR.UN) == VR.SQ
                    ? match.getItems(tag).stream().allMatch(AnswerCharacterSet::isAscii)
                    : match.getStrings(tag).stream()
                            .allMatch(text -> text.chars().allMatch(c -> c < 128));
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean canSay(List<String> terms, Attributes match) {
        if (terms.isEmpty()) {
            return false;
        }
        SpecificCharacterSet set = SpecificCharacterSet.of(terms);
        for (int tag : match.tags()) {
            VR vr = match.getVR(tag).orElse(VR.UN);
            boolean can = vr == VR.SQ
                    ? match.getItems(tag).stream().allMatch(item -> canSay(terms, item))
                    : match.getStrings(tag).stream().allMatch(text -> canSay(set, vr, text));
            if (!can) {
                return false;
            }
        }
        return true;
    }

    private static boolean canSay(SpecificCharacterSet set, VR vr, String text) {
        byte[] bytes = set.encode(text);
        return set.decode(vr, bytes, 0, bytes.length).equals(text);
    }
}
