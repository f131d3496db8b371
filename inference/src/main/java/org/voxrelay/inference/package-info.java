/**
 * Segments a volume with a model package. Imports the JDK and the packages below it; nothing of DICOM or Jakarta. Read
 * {@link org.voxrelay.inference.Inference} first.
 */
package org.voxrelay.inference;
