/**
 * Decides what is done with a series once nothing more arrives. Imports the DICOM library, {@code db}, {@code archive} and
 * {@code jobs}. Read {@link org.voxrelay.rules.Settling} first.
 */
package org.voxrelay.rules;
