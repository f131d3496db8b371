/**
 * The Native DICOM Model: data sets as XML (PS3.19 section A.1). Imports the data, dictionary and io packages, and the
 * bulk data interfaces of the json package. Read {@link org.voxrelay.dicom.xml.DicomXml} first.
 */
package org.voxrelay.dicom.xml;
