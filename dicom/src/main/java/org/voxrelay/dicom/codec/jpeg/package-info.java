/**
 * The JPEG processes of DICOM that the JDK does not have (ISO/IEC 10918-1): 12 bits extended, and lossless. Imports
 * {@code pixel} for its exception only. Read {@link org.voxrelay.dicom.codec.jpeg.JpegDecoder} first.
 */
package org.voxrelay.dicom.codec.jpeg;
