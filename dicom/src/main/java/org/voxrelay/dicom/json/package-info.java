/**
 * The DICOM JSON Model (PS3.18 Annex F) both ways. Imports the data, dictionary and io packages and Jackson's streaming
 * core. Read {@link org.voxrelay.dicom.json.DicomJson} first.
 */
package org.voxrelay.dicom.json;
