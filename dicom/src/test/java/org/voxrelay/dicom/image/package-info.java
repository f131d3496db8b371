/** Tests of the package of the same name. */
package org.voxrelay.dicom.image;
