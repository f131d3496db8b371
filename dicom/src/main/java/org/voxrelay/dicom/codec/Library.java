package org.voxrelay.dicom.codec;

import com.sun.jna.NativeLibrary;
import java.util.List;
import java.util.Optional;

/** A shared library of the system, where it is installed. Loaded in the codec process only. */
final class Library {
    private Library() {}

    /** @param names file names, the first that loads is used */
    static Optional<NativeLibrary> load(List<String> names) {
        for (String name : names) {
            try {
                return Optional.of(NativeLibrary.getInstance(name));
            } catch (LinkageError e) { // the library's, or JNA's own, which cannot unpack itself everywhere
                continue; // the next name
            }
        }
        return Optional.empty();
    }
}
