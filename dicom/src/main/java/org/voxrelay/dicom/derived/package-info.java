/**
 * What objects that we make from images have in common: patient and study of the source, our device, identity,
 * algorithm. Imports {@code data}, {@code dict} and {@code code}. Read
 * {@link org.voxrelay.dicom.derived.DerivedObject} first.
 */
package org.voxrelay.dicom.derived;
