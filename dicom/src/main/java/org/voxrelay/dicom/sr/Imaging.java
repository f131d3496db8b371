package org.voxrelay.dicom.sr;

import java.util.Map;
import java.util.Optional;
import org.voxrelay.dicom.code.Code;
import org.voxrelay.dicom.code.Dcm;
import org.voxrelay.dicom.code.Ucum;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * How images were made, as far as a report differs by it.
 *
 * @param modality of PS3.16 CID 29
 * @param procedure that is reported where the source names none (PS3.16 CID 100)
 * @param intensity what the samples are (PS3.16 CID 7469); empty where they mean nothing that has a unit for sure
 */
record Imaging(Code modality, Code procedure, Optional<Intensity> intensity) {
    private static final Map<String, Imaging> KNOWN = Map.of(
            "CT",
            of("CT", "Computed Tomography", "25045-6", "CT unspecified body region")
                    .with(Dcm.ATTENUATION_COEFFICIENT, Ucum.HOUNSFIELD),
            "MR",
            of("MR", "Magnetic Resonance", "25056-3", "MRI unspecified body region")
                    .with(Dcm.MR_SIGNAL_INTENSITY, Ucum.NO_UNITS),
            "PT",
            of("PT", "Positron emission tomography", "44136-0", "PET unspecified body region"),
            "NM",
            of("NM", "Nuclear Medicine", "49118-3", "NM unspecified body region"));

    /** A quantity and its unit. */
    record Intensity(Code quantity, Code unit) {}

    static Imaging of(Attributes image) {
        String modality = image.getString(Tag.Modality, "");
        Imaging known = KNOWN.get(modality);
        return known != null
                ? known
                : new Imaging(
                        new Code(modality, "DCM", modality),
                        new Code("363679005", "SCT", "Imaging procedure"),
                        Optional.empty());
    }

    private static Imaging of(String modality, String meaning, String procedure, String procedureMeaning) {
        return new Imaging(
                new Code(modality, "DCM", meaning), new Code(procedure, "LN", procedureMeaning), Optional.empty());
    }

    private Imaging with(Code quantity, Code unit) {
        return new Imaging(modality, procedure, Optional.of(new Intensity(quantity, unit)));
    }
}
