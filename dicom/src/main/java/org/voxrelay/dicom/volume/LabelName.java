package org.voxrelay.dicom.volume;

/** What a value of a mask is called. */
public record LabelName(int number, String name) {}
