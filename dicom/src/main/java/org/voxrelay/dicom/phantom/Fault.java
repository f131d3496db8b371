package org.voxrelay.dicom.phantom;

import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.geometry.Vec3;

/** What makes a series no volume; the images still show the body where they say that they lie. */
public enum Fault {
    NONE,
    /** Sheared by 15 degrees, as a scanner with a tilted gantry does it. */
    GANTRY_TILT,
    /** The middle slice and the one after it lie at the same place. */
    DUPLICATE_POSITIONS,
    /** The slice in the middle was lost. */
    MISSING_SLICE,
    /** The distance is doubled in the upper half. */
    UNEVEN_SPACING,
    /** The last slice lies across the others, like a localiser. */
    TWO_ORIENTATIONS,
    ONE_SLICE;

    private static final double TILT = Math.tan(Math.toRadians(15));

    List<ImagePlane> applyTo(List<ImagePlane> planes) {
        List<ImagePlane> changed = new ArrayList<>(planes);
        int middle = planes.size() / 2;
        double spacing = planes.size() < 2
                ? 1
                : planes.get(1).position().minus(planes.get(0).position()).length();
        switch (this) {
            case NONE -> {}
            case GANTRY_TILT ->
                changed.replaceAll(plane ->
                        move(plane, plane.columnDirection().times(TILT * height(planes.get(0), plane))));
            case DUPLICATE_POSITIONS -> changed.set(middle, changed.get(middle - 1));
            case MISSING_SLICE -> changed.remove(middle);
            case UNEVEN_SPACING -> {
                for (int z = middle; z < planes.size(); z++) {
                    changed.set(z, move(planes.get(z), planes.get(z).normal().times((z - middle + 1) * spacing)));
                }
            }
            case TWO_ORIENTATIONS -> changed.set(planes.size() - 1, turned(changed.get(planes.size() - 1)));
            case ONE_SLICE -> changed.subList(1, changed.size()).clear();
        }
        return changed;
    }

    private static double height(ImagePlane first, ImagePlane plane) {
        return plane.position().minus(first.position()).dot(first.normal());
    }

    private static ImagePlane move(ImagePlane plane, Vec3 by) {
        return new ImagePlane(
                plane.position().plus(by),
                plane.rowDirection(),
                plane.columnDirection(),
                plane.rowSpacingMm(),
                plane.columnSpacingMm(),
                plane.rows(),
                plane.columns());
    }

    private static ImagePlane turned(ImagePlane plane) {
        return new ImagePlane(
                plane.position(),
                plane.rowDirection(),
                plane.normal().times(-1),
                plane.rowSpacingMm(),
                plane.columnSpacingMm(),
                plane.rows(),
                plane.columns());
    }
}
