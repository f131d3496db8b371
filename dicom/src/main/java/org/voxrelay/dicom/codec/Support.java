package org.voxrelay.dicom.codec;

/**
 * What is done with the frames of one transfer syntax.
 *
 * @param by who does it; for {@link Grade#AS_IS} why nobody does
 */
public record Support(String transferSyntaxUid, Grade grade, String by) {}
