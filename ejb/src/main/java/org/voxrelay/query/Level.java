package org.voxrelay.query;

/** The levels of the Study Root information model (PS3.4 section C.6.2). */
public enum Level {
    STUDY,
    SERIES,
    INSTANCE
}
