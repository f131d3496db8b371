package org.voxrelay.inference.model;

import java.util.Optional;

/**
 * What a label means.
 *
 * @param number the voxel value, 1 to 65,535
 * @param name for people
 * @param category Segmented Property Category, PS3.16 CID 7150
 * @param type Segmented Property Type, for example PS3.16 CID 7151
 * @param side Segmented Property Type Modifier: left or right
 * @param region where it is, if the type does not say so
 */
public record Label(
        int number,
        String name,
        Coding category,
        Coding type,
        Optional<Coding> side,
        Optional<Coding> region,
        Rgb colour) {
    /** Colour that viewers should show, each part 0 to 255. */
    public record Rgb(int red, int green, int blue) {}
}
