package org.voxrelay.picture;

/** What is written into a picture (PS3.18 section 8.3.5.1.1). */
public enum Caption {
    /** Who it shows. */
    PATIENT,
    /** How it was made. */
    TECHNIQUE
}
