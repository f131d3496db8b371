package org.voxrelay.results;

/** The things of a result that have a UID. */
enum ResultRole {
    SEGMENTATION,
    SEGMENTATION_SERIES,
    REPORT,
    REPORT_SERIES
}
