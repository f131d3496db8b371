package org.voxrelay.dicom.geometry;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/**
 * Where one image lies in the patient (PS3.3 C.7.6.2, Image Plane Module).
 *
 * @param position centre of the first pixel, LPS mm (Image Position (Patient))
 * @param rowDirection unit vector along a row: the way the column index grows (first half of Image Orientation (Patient))
 * @param columnDirection unit vector along a column: the way the row index grows (second half)
 * @param rowSpacingMm distance between the centres of neighbouring rows (first value of Pixel Spacing)
 * @param columnSpacingMm distance between the centres of neighbouring columns (second value)
 */
public record ImagePlane(
        Vec3 position,
        Vec3 rowDirection,
        Vec3 columnDirection,
        double rowSpacingMm,
        double columnSpacingMm,
        int rows,
        int columns) {
    /** How far directions may be from length 1 and from a right angle: decimal strings are often cut to four digits. */
    static final double DIRECTION_TOLERANCE = 1e-3;

    /**
     * Reads the plane of a single-frame image.
     *
     * @throws GeometryException if a value is missing, not a number, or the orientation is not two unit vectors at a
     *     right angle
     */
    public static ImagePlane of(Attributes image) throws GeometryException {
        double[] position = numbers(image, Tag.ImagePositionPatient, 3, "Image Position (Patient)");
        double[] orientation = numbers(image, Tag.ImageOrientationPatient, 6, "Image Orientation (Patient)");
        double[] spacing = numbers(image, Tag.PixelSpacing, 2, "Pixel Spacing");
        int rows = image.getInt(Tag.Rows, 0);
        int columns = image.getInt(Tag.Columns, 0);
        if (rows < 1 || columns < 1) {
            throw new GeometryException("An image has no Rows or no Columns.");
        }
        if (spacing[0] <= 0 || spacing[1] <= 0) {
            throw new GeometryException("The Pixel Spacing of an image is not above 0.");
        }
        Vec3 row = new Vec3(orientation[0], orientation[1], orientation[2]);
        Vec3 column = new Vec3(orientation[3], orientation[4], orientation[5]);
        if (!isUnit(row) || !isUnit(column) || Math.abs(row.dot(column)) > DIRECTION_TOLERANCE) {
            throw new GeometryException(
                    "The Image Orientation (Patient) of an image is not two directions of length 1 at a right angle.");
        }
        return new ImagePlane(
                new Vec3(position[0], position[1], position[2]),
                row.normalised(),
                column.normalised(),
                spacing[0],
                spacing[1],
                rows,
                columns);
    }

    /** The direction at a right angle to the image: row direction x column direction, length 1. */
    public Vec3 normal() {
        return rowDirection.cross(columnDirection).normalised();
    }

    /** The centre of a pixel; whole numbers are pixel centres. */
    public Vec3 pixel(double column, double row) {
        return position.plus(rowDirection.times(column * columnSpacingMm))
                .plus(columnDirection.times(row * rowSpacingMm));
    }

    /** The plane of the body that is nearest: "axial", "coronal" or "sagittal". */
    public String name() {
        Vec3 normal = normal();
        double x = Math.abs(normal.x());
        double y = Math.abs(normal.y());
        double z = Math.abs(normal.z());
        if (z >= x && z >= y) {
            return "axial";
        }
        return y >= x ? "coronal" : "sagittal";
    }

    private static boolean isUnit(Vec3 direction) {
        return Math.abs(direction.length() - 1) <= DIRECTION_TOLERANCE;
    }

    private static double[] numbers(Attributes image, int tag, int count, String name) throws GeometryException {
        if (!image.containsValue(tag)) {
            throw new GeometryException("An image has no " + name + ".");
        }
        double[] values = image.getDoubles(tag);
        if (values.length != count) {
            throw new GeometryException("The " + name + " of an image is not made of " + count + " numbers.");
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new GeometryException("The " + name + " of an image is not finite.");
            }
        }
        return values;
    }
}
