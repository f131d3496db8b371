package org.voxrelay.dicom.code;

/** Units of measurement (UCUM; PS3.16 section 7.2.2). */
public final class Ucum {
    public static final Code MILLILITRE = new Code("mL", "UCUM", "milliliter");
    public static final Code MILLIMETRE = new Code("mm", "UCUM", "millimeter");
    public static final Code HOUNSFIELD = new Code("[hnsf'U]", "UCUM", "Hounsfield unit");
    public static final Code NO_UNITS = new Code("1", "UCUM", "no units");
    public static final Code PIXELS = new Code("{pixels}", "UCUM", "pixels");

    private Ucum() {}
}
