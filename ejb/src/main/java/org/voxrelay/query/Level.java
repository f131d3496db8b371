package org.voxrelay.query;

/** The levels of the information models Patient Root and Study Root (PS3.4 sections C.6.1 and C.6.2). */
public enum Level {
    PATIENT,
    STUDY,
    SERIES,
    INSTANCE
}
