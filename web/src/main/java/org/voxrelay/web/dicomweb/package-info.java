/**
 * DICOMweb (PS3.18) as a door: requests are read here and answers written, the work is done by {@code ingest},
 * {@code query} and {@code retrieve}. Read {@link org.voxrelay.web.dicomweb.DicomWebApplication} first.
 */
package org.voxrelay.web.dicomweb;
