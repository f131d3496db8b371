package org.voxrelay.query;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/** Keys of tests as {@code A.B=value}, several with an ampersand between. */
final class KeyPath {
    private KeyPath() {}

    static Attributes keys(String text) {
        var keys = new Attributes();
        for (String pair : text.split("&")) {
            String[] sides = pair.strip().split("=", 2);
            String[] path = sides[0].split("\\.");
            Attributes item = keys;
            for (int i = 0; i < path.length - 1; i++) {
                int sequence = tag(path[i]);
                Attributes outer = item;
                item = outer.getItem(sequence).orElseGet(() -> outer.newItem(sequence));
            }
            item.setString(tag(path[path.length - 1]), VR.UC, sides[1].split("\\\\"));
        }
        return keys;
    }

    private static int tag(String name) {
        return ElementDictionary.tagOf(name).orElseGet(() -> Integer.parseUnsignedInt(name, 16));
    }
}
