/**
 * Finds studies, series and instances by their attributes, for QIDO-RS and C-FIND. Imports the DICOM library,
 * {@code db} and {@code archive}; knows no protocol. Read {@link org.voxrelay.query.QueryService} first.
 */
package org.voxrelay.query;
