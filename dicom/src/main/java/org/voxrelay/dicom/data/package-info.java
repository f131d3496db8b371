/**
 * The data set in memory: attributes, value representations, sequences, character sets. Imports the dictionary only.
 * Read {@link org.voxrelay.dicom.data.Attributes} first.
 */
package org.voxrelay.dicom.data;
