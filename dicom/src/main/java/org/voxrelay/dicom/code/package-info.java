/**
 * Coded meanings (PS3.3 section 8), and those that our objects use. Imports {@code data} and {@code dict}. Read
 * {@link org.voxrelay.dicom.code.Code} first.
 */
package org.voxrelay.dicom.code;
