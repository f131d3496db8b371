/** Tests of the data set in memory. */
package org.voxrelay.dicom.data;
