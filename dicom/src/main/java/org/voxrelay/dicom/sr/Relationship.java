package org.voxrelay.dicom.sr;

/** How a content item relates to the one above it (PS3.3 C.17.3.2.4). */
enum Relationship {
    CONTAINS,
    HAS_OBS_CONTEXT,
    HAS_ACQ_CONTEXT,
    HAS_CONCEPT_MOD,
    HAS_PROPERTIES,
    INFERRED_FROM,
    SELECTED_FROM;

    /** The defined term of Relationship Type. */
    String term() {
        return name().replace('_', ' ');
    }
}
