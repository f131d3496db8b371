package org.voxrelay.dicom.code;

/** SNOMED CT concepts that our objects use; all are in the DICOM subset (PS3.16 Annex O). */
public final class Sct {
    public static final Code VOLUME = sct("118565006", "Volume");
    public static final Code MEAN = sct("373098007", "Mean");
    public static final Code STANDARD_DEVIATION = sct("386136009", "Standard Deviation");
    public static final Code FINDING_SITE = sct("363698007", "Finding Site");
    public static final Code LATERALITY = sct("272741003", "Laterality");
    public static final Code FINDING_CATEGORY = sct("276214006", "Finding category");
    public static final Code MEASUREMENT_METHOD = sct("370129005", "Measurement Method");
    public static final Code TISSUE = sct("85756007", "Tissue");
    public static final Code ENTIRE_BODY = sct("38266002", "Entire body");

    private Sct() {}

    private static Code sct(String value, String meaning) {
        return new Code(value, "SCT", meaning);
    }
}
