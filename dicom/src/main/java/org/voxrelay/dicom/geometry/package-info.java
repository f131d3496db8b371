/**
 * Where pixels lie in the patient: image planes, and whether the images of a series make a volume. Imports
 * {@code data} and {@code dict}. Read {@link org.voxrelay.dicom.geometry.SliceStack} first.
 */
package org.voxrelay.dicom.geometry;
