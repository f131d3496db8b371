package org.voxrelay.ingest;

import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.io.BulkDataSource;

/**
 * One instance on its way in: what its sender said of it, and its bytes.
 *
 * @param declared what a C-STORE command named
 * @param study the study that the instance has to belong to (STOW-RS to /studies/{study})
 */
public record Arrival(Source source, Body body, Optional<Declared> declared, Optional<Uid> study) {

    /** How an instance comes. */
    public enum Door {
        C_STORE(1),
        STOW_RS(2),
        /** A result that this server made; it never triggers a rule. */
        OWN_RESULT(3);

        private final int code;

        Door(int code) {
            this.code = code;
        }

        /** What a record of the log calls it; never changed. */
        int code() {
            return code;
        }

        static Door of(int code) {
            return Arrays.stream(values())
                    .filter(door -> door.code == code)
                    .findFirst()
                    .orElse(C_STORE);
        }
    }

    /** Who sends: {@code callingAeTitle} is empty unless it comes by C-STORE. */
    public record Source(Door door, String callingAeTitle) {
        /** By HTTP. */
        public static final Source STOW = new Source(Door.STOW_RS, "");
        /** By ourselves. */
        public static final Source OWN = new Source(Door.OWN_RESULT, "");
    }

    /** SOP class and instance as a C-STORE command names them (PS3.7 section 9.1.1); perhaps not valid UIDs. */
    public record Declared(String sopClassUid, String sopInstanceUid) {}

    /** The bytes. Whoever opened the stream closes it; what ingest leaves unread is the sender's business. */
    public sealed interface Body {
        /** A Part 10 file (PS3.10 section 7). */
        record Part10(InputStream bytes) implements Body {}

        /** A bare data set in the transfer syntax of its presentation context. */
        record DataSet(InputStream bytes, String transferSyntaxUid) implements Body {}

        /**
         * A data set that a door put together; written here, with file meta information of our own.
         *
         * @param bulkData where the values lie that the data set does not hold
         */
        record Composed(Attributes dataset, String transferSyntaxUid, BulkDataSource bulkData) implements Body {}
    }
}
