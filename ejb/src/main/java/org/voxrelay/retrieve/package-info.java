/**
 * Reads stored instances for whoever sends them on: whole, by frame, by value. Imports the DICOM library and
 * {@code archive}. Read {@link org.voxrelay.retrieve.InstanceReader} first.
 */
package org.voxrelay.retrieve;
