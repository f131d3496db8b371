package org.voxrelay.web.dicomweb;

/**
 * Paths below the service (PS3.18 table 10.1-1). One root for all resources: a class with a longer path would hide the
 * others' methods below it.
 */
final class Paths {
    static final String STUDY = "studies/{study}";
    static final String SERIES = STUDY + "/series/{series}";
    static final String INSTANCE = SERIES + "/instances/{instance}";
    static final String FRAMES = INSTANCE + "/frames/{frames}";

    private Paths() {}
}
