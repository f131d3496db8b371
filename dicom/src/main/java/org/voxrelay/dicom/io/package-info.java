/**
 * Data sets as bytes: Part 10 files and bare data sets in every transfer syntax (PS3.5, PS3.10). Imports the data and
 * dictionary packages. Read {@link org.voxrelay.dicom.io.DicomInputStream} first.
 */
package org.voxrelay.dicom.io;
