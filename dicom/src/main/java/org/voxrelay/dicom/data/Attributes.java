package org.voxrelay.dicom.data;

/** A DICOM data set. */
public final class Attributes {}
