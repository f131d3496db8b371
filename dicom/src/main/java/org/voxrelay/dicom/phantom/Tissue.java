package org.voxrelay.dicom.phantom;

/**
 * What the phantom is made of.
 *
 * <p>The labels are those of the model {@code ct-tissue}: 0 outside the body, 1 air or lung inside it, 2 adipose
 * tissue, 3 soft tissue, 4 bone.
 */
public enum Tissue {
    ROOM_AIR(-1000, 0),
    MATTRESS(-930, 0),
    TABLE(-150, 0),
    INNER_AIR(-990, 1),
    LUNG(-830, 1),
    FAT(-105, 2),
    SKIN(15, 3),
    MUSCLE(55, 3),
    HEART(40, 3),
    LIVER(65, 3),
    KIDNEY(35, 3),
    MARROW(260, 4),
    CORTEX(700, 4);

    private final int hounsfield;
    private final int label;

    Tissue(int hounsfield, int label) {
        this.hounsfield = hounsfield;
        this.label = label;
    }

    /** The mean CT number, HU; at least 35 HU away from the limits between labels. */
    public int hounsfield() {
        return hounsfield;
    }

    public int label() {
        return label;
    }
}
