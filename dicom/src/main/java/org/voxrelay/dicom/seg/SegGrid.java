package org.voxrelay.dicom.seg;

import java.util.Arrays;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * The grid that the frames of a segmentation lie on. Frames may be missing, come in any order, and be stacked at another
 * than a right angle (a tilted gantry); then the grid's z is not along their normal.
 */
public final class SegGrid {
    private static final double SAME_POSITION_MM = 0.01;
    private static final double SAME_DIRECTION = 1e-3;
    private static final double EVEN = 0.1;
    /** A little more than the source's slices may be off. */
    private static final double OFF = 0.15;

    private SegGrid() {}

    /**
     * @param maxVoxels a larger grid is refused
     * @throws SegException with what keeps the frames from lying on one grid
     */
    public static VolumeGeometry of(SegReader seg, long maxVoxels) throws SegException {
        List<ImagePlane> planes =
                seg.frames().stream().map(SegReader.Frame::plane).toList();
        ImagePlane any = planes.get(0);
        for (ImagePlane plane : planes) {
            requireParallel(any, plane);
        }
        Vec3 normal = any.normal();
        double[] along = planes.stream()
                .mapToDouble(plane -> plane.position().dot(normal))
                .toArray();
        int first = 0;
        int last = 0;
        for (int i = 0; i < along.length; i++) {
            first = along[i] < along[first] ? i : first;
            last = along[i] > along[last] ? i : last;
        }
        Vec3 way = planes.get(last).position().minus(planes.get(first).position());
        double height = along[last] - along[first];
        double spacing = spacing(seg, along);
        double steps = Math.rint(height / spacing);
        long voxels = (long) any.rows() * any.columns();
        if (steps + 1 > maxVoxels / voxels) {
            throw new SegException("The frames of the segmentation span " + (long) (steps + 1) + " slices of " + voxels
                    + " voxels; " + maxVoxels + " voxels are read at most.");
        }
        VolumeGeometry grid = grid(planes.get(first), normal, way, spacing, (int) steps);
        for (SegReader.Frame frame : seg.frames()) {
            slice(frame, grid);
        }
        return grid;
    }

    private static VolumeGeometry grid(ImagePlane first, Vec3 normal, Vec3 way, double spacing, int steps) {
        double shift = way.minus(normal.times(way.dot(normal))).length();
        boolean straight = shift < Math.min(first.rowSpacingMm(), first.columnSpacingMm()) / 2;
        double step = steps == 0 ? spacing : (straight ? way.dot(normal) : way.length()) / steps;
        return new VolumeGeometry(
                first.position(),
                first.rowDirection(),
                first.columnDirection(),
                straight ? normal : way.normalised(),
                first.columnSpacingMm(),
                first.rowSpacingMm(),
                step,
                first.columns(),
                first.rows(),
                steps + 1);
    }

    /** What the segmentation says, if its frames lie so; else the smallest distance between two of them. */
    private static double spacing(SegReader seg, double[] along) throws SegException {
        Attributes measures = FrameList.macro(seg.header(), 0, Tag.PixelMeasuresSequence);
        double said = measures.getDouble(Tag.SpacingBetweenSlices, 0);
        double[] sorted = along.clone();
        Arrays.sort(sorted);
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 1; i < sorted.length; i++) {
            double gap = sorted[i] - sorted[i - 1];
            smallest = gap > SAME_POSITION_MM ? Math.min(smallest, gap) : smallest;
        }
        if (said > SAME_POSITION_MM && Double.isFinite(said) && fits(sorted, said)) {
            return said;
        }
        if (Double.isFinite(smallest)) {
            return smallest;
        }
        double thickness = measures.getDouble(Tag.SliceThickness, 0);
        if (said > 0 || thickness > 0) {
            return said > 0 ? said : thickness;
        }
        throw new SegException("The segmentation does not tell the distance of its slices.");
    }

    private static boolean fits(double[] sorted, double spacing) {
        for (double position : sorted) {
            double steps = (position - sorted[0]) / spacing;
            if (Math.abs(steps - Math.rint(steps)) > EVEN) {
                return false;
            }
        }
        return true;
    }

    private static void requireParallel(ImagePlane a, ImagePlane b) throws SegException {
        boolean same = a.rowDirection().distance(b.rowDirection()) <= SAME_DIRECTION
                && a.columnDirection().distance(b.columnDirection()) <= SAME_DIRECTION
                && Math.abs(a.rowSpacingMm() - b.rowSpacingMm()) <= SAME_DIRECTION * a.rowSpacingMm()
                && Math.abs(a.columnSpacingMm() - b.columnSpacingMm()) <= SAME_DIRECTION * a.columnSpacingMm();
        if (!same) {
            throw new SegException("The frames of the segmentation differ in direction or pixel spacing.");
        }
    }

    /**
     * @return z of the slice of the grid that the frame lies on
     * @throws SegException if it lies on none
     */
    public static int slice(SegReader.Frame frame, VolumeGeometry grid) throws SegException {
        ImagePlane plane = frame.plane();
        Vec3 normal = plane.normal();
        double step = grid.zDirection().dot(normal) * grid.zSpacingMm();
        Vec3 way = plane.position().minus(grid.origin());
        double steps = way.dot(normal) / step;
        double z = Math.rint(steps);
        boolean inside = z >= 0
                && z < grid.zSize()
                && plane.rows() == grid.ySize()
                && plane.columns() == grid.xSize()
                && plane.rowDirection().distance(grid.xDirection()) <= SAME_DIRECTION
                && plane.columnDirection().distance(grid.yDirection()) <= SAME_DIRECTION
                && Math.abs(steps - z) <= OFF
                && beside(plane, normal, grid, z) <= Math.min(grid.xSpacingMm(), grid.ySpacingMm()) / 2;
        if (!inside) {
            throw new SegException("Frame " + (frame.index() + 1)
                    + " of the segmentation lies on no slice of the grid: the distance of slices is not even, or it is"
                    + " another grid.");
        }
        return (int) z;
    }

    private static double beside(ImagePlane plane, Vec3 normal, VolumeGeometry grid, double z) {
        Vec3 way = plane.position().minus(grid.position(0, 0, z));
        return way.minus(normal.times(way.dot(normal))).length();
    }
}
