package org.voxrelay.inference.model;

/**
 * What a label means.
 *
 * @param number the voxel value, 1 to 255
 * @param name for people
 * @param category Segmented Property Category, PS3.16 CID 7150
 * @param type Segmented Property Type, for example PS3.16 CID 7151
 */
public record Label(int number, String name, Coding category, Coding type, Rgb colour) {
    /** Colour that viewers should show, each part 0 to 255. */
    public record Rgb(int red, int green, int blue) {}
}
