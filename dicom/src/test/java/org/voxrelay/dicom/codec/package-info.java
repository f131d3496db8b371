/** Tests. */
package org.voxrelay.dicom.codec;
