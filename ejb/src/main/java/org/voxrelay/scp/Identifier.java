package org.voxrelay.scp;

import java.util.List;
import java.util.Map;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.query.Level;

/**
 * The identifier of a query or a retrieval: its level, and the unique keys that its information model wants there (PS3.4
 * sections C.4.1.2, C.4.2.2).
 */
record Identifier(InformationModel model, Level level, Attributes keys) {
    private static final Map<String, Level> LEVELS =
            Map.of("PATIENT", Level.PATIENT, "STUDY", Level.STUDY, "SERIES", Level.SERIES, "IMAGE", Level.INSTANCE);

    private static final Map<Level, Integer> UNIQUE_KEYS = Map.of(
            Level.PATIENT, Tag.PatientID,
            Level.STUDY, Tag.StudyInstanceUID,
            Level.SERIES, Tag.SeriesInstanceUID,
            Level.INSTANCE, Tag.SOPInstanceUID);

    private static final Map<Level, String> NAMES = Map.of(
            Level.PATIENT, "Patient ID",
            Level.STUDY, "Study Instance UID",
            Level.SERIES, "Series Instance UID",
            Level.INSTANCE, "SOP Instance UID");

    /** The identifier is not one of its SOP class; the message is for the peer's log. */
    static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;

        Mismatch(String message) {
            super(message);
        }
    }

    static Identifier of(String sopClassUid, Attributes keys) throws Mismatch {
        InformationModel model = InformationModel.of(sopClassUid);
        String word = keys.getString(Tag.QueryRetrieveLevel, "").strip();
        Level level = LEVELS.get(word);
        if (level == null || !model.levels().contains(level)) {
            throw new Mismatch("Query/Retrieve Level must be one of "
                    + String.join(
                            ", ", model.levels().stream().map(Identifier::term).toList()));
        }
        return new Identifier(model, level, keys);
    }

    /** The defined term of a level. */
    static String term(Level level) {
        return level == Level.INSTANCE ? "IMAGE" : level.name();
    }

    /** Each level above this one must have one value, without wildcards; the hierarchical way to ask. */
    Identifier requireAbove() throws Mismatch {
        for (Level above : model.levels()) {
            if (above.compareTo(level) < 0) {
                List<String> values = values(above);
                if (values.size() != 1 || isPattern(values.get(0))) {
                    throw new Mismatch(term(level) + " level needs one " + NAMES.get(above));
                }
            }
        }
        return this;
    }

    /** The level itself must have values, one or more, without wildcards; a retrieval needs that. */
    Identifier requireOwn() throws Mismatch {
        List<String> values = values(level);
        boolean severalPatients = level == Level.PATIENT && values.size() > 1;
        if (values.isEmpty() || severalPatients || values.stream().anyMatch(Identifier::isPattern)) {
            throw new Mismatch(term(level) + " level needs a " + NAMES.get(level));
        }
        return this;
    }

    /** Values of the unique key of a level; none where it is below the level that is asked for. */
    List<String> values(Level of) {
        if (of.compareTo(level) > 0) {
            return List.of();
        }
        return keys.getStrings(UNIQUE_KEYS.get(of)).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static boolean isPattern(String value) {
        return value.indexOf('*') >= 0 || value.indexOf('?') >= 0;
    }
}
