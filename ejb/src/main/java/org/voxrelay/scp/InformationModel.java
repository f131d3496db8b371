package org.voxrelay.scp;

import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.query.Level;

/** The information models of queries and retrievals (PS3.4 section C.6), with their SOP classes. */
public enum InformationModel {
    PATIENT_ROOT(
            List.of(Level.PATIENT, Level.STUDY, Level.SERIES, Level.INSTANCE),
            UID.PatientRootQueryRetrieveInformationModelFind,
            UID.PatientRootQueryRetrieveInformationModelMove,
            UID.PatientRootQueryRetrieveInformationModelGet),
    STUDY_ROOT(
            List.of(Level.STUDY, Level.SERIES, Level.INSTANCE),
            UID.StudyRootQueryRetrieveInformationModelFind,
            UID.StudyRootQueryRetrieveInformationModelMove,
            UID.StudyRootQueryRetrieveInformationModelGet);

    private final List<Level> levels;
    private final String find;
    private final String move;
    private final String get;

    InformationModel(List<Level> levels, String find, String move, String get) {
        this.levels = levels;
        this.find = find;
        this.move = move;
        this.get = get;
    }

    List<Level> levels() {
        return levels;
    }

    /** SOP classes of C-FIND, in the order of the models. */
    public static String[] find() {
        return Arrays.stream(values()).map(model -> model.find).toArray(String[]::new);
    }

    /** SOP classes of C-MOVE. */
    public static String[] move() {
        return Arrays.stream(values()).map(model -> model.move).toArray(String[]::new);
    }

    /** SOP classes of C-GET. */
    public static String[] get() {
        return Arrays.stream(values()).map(model -> model.get).toArray(String[]::new);
    }

    /** @throws IllegalArgumentException if it is no class of a model */
    static InformationModel of(String sopClassUid) {
        return Arrays.stream(values())
                .filter(model -> List.of(model.find, model.move, model.get).contains(sopClassUid))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no information model: " + sopClassUid));
    }
}
