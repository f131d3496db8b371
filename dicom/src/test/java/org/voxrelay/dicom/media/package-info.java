/** Tests of {@code org.voxrelay.dicom.media}. */
package org.voxrelay.dicom.media;
