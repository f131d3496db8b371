package org.voxrelay.dicom.data;

import java.util.ArrayList;
import java.util.List;

/** Values of character VRs: parted at backslashes and trimmed as PS3.5 section 6.2 allows. */
final class Text {
    private Text() {}

    static List<String> decode(VR vr, byte[] value, SpecificCharacterSet charset) {
        SpecificCharacterSet used = vr.isText() ? charset : SpecificCharacterSet.DEFAULT;
        return split(vr, used.decode(vr, value, 0, value.length));
    }

    static byte[] encode(VR vr, String[] values, SpecificCharacterSet charset) {
        SpecificCharacterSet used = vr.isText() ? charset : SpecificCharacterSet.DEFAULT;
        return used.encode(String.join("\\", values));
    }

    /** No values at all if nothing but padding is there. */
    static List<String> split(VR vr, String text) {
        if (!vr.isMultiValued() || text.indexOf('\\') < 0) {
            String value = trim(vr, text);
            return value.isEmpty() ? List.of() : List.of(value);
        }
        List<String> values = new ArrayList<>(4);
        int start = 0;
        for (int end = text.indexOf('\\'); end >= 0; end = text.indexOf('\\', start)) {
            values.add(trim(vr, text.substring(start, end)));
            start = end + 1;
        }
        values.add(trim(vr, text.substring(start)));
        return values;
    }

    /** Padding behind goes; spaces in front are part of ST, LT, UT, UC and UR only. */
    private static String trim(VR vr, String text) {
        int end = text.length();
        while (end > 0 && isPadding(text.charAt(end - 1))) {
            end--;
        }
        int start = 0;
        if (vr.isMultiValued() && vr != VR.UC) {
            while (start < end && text.charAt(start) == ' ') {
                start++;
            }
        }
        return text.substring(start, end);
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == 0;
    }

    /** Whether every character set of DICOM reads these bytes as the same characters. */
    static boolean isPlainAscii(byte[] value) {
        for (byte b : value) {
            if (b < 0 || b == 0x1B || b == '~' || b == '\\') {
                return false;
            }
        }
        return true;
    }
}
