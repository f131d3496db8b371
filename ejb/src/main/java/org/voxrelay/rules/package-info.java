/**
 * Decides what is done with a series once nothing more arrives. Imports the DICOM library, {@code db}, {@code archive},
 * {@code jobs} and the model packages of {@code inference}. Read {@link org.voxrelay.rules.Settling} first.
 */
package org.voxrelay.rules;
