package org.voxrelay.dicom.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.geometry.StackResult.NotAStack;
import org.voxrelay.dicom.geometry.StackResult.NotAStack.Reason;
import org.voxrelay.dicom.geometry.StackResult.Stacked;

/**
 * Orders images into a volume, or says why they are none; it never guesses. Images may come in any order. What is
 * tolerated:
 *
 * <ul>
 *   <li>directions: 0.001 in each component; pixel spacing: 0.1 percent
 *   <li>two slices nearer than 0.01 mm are at the same position
 *   <li>a slice may lie off its even place by 10 percent of the slice distance (positions are often rounded to 0.1 mm)
 *   <li>a slice may lie half a pixel beside the line along the normal
 * </ul>
 */
public final class SliceStack {
    private static final double SPACING_TOLERANCE = 1e-3;
    private static final double SAME_POSITION_MM = 0.01;
    private static final double EVEN_TOLERANCE = 0.1;
    private static final double BESIDE_TOLERANCE_PIXELS = 0.5;
    /** Above this share of wide gaps the distance changes on purpose: nothing is missing. */
    private static final double MOST_GAPS_MISSING = 0.2;

    private final List<ImagePlane> planes;
    private final List<Integer> order;

    private SliceStack(List<ImagePlane> planes) {
        this.planes = planes;
        Vec3 normal = planes.get(0).normal();
        this.order = IntStream.range(0, planes.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> planes.get(i).position().dot(normal)))
                .toList();
    }

    /** Stacks the images of one series by their headers; all must share one Frame of Reference. */
    public static StackResult ofImages(List<Attributes> images) {
        List<ImagePlane> planes = new ArrayList<>();
        for (Attributes image : images) {
            try {
                planes.add(ImagePlane.of(image));
            } catch (GeometryException e) {
                return new NotAStack(Reason.BAD_GEOMETRY, e.getMessage());
            }
        }
        long frames = images.stream()
                .map(image -> image.getString(Tag.FrameOfReferenceUID, ""))
                .distinct()
                .count();
        if (frames > 1) {
            return new NotAStack(
                    Reason.BAD_GEOMETRY,
                    "The images belong to " + frames + " frames of reference: their positions cannot be compared.");
        }
        return of(planes);
    }

    /** Stacks planes that share one frame of reference. */
    public static StackResult of(List<ImagePlane> planes) {
        if (planes.size() < 2) {
            return new NotAStack(
                    Reason.TOO_FEW_SLICES,
                    planes.isEmpty() ? "There is no image." : "There is one image only; a volume needs two or more.");
        }
        if (planes.stream().anyMatch(plane -> !isUsable(plane))) {
            return new NotAStack(Reason.BAD_GEOMETRY, "The position, direction or size of an image is not usable.");
        }
        ImagePlane first = planes.get(0);
        if (planes.stream().anyMatch(plane -> !sameDirections(first, plane))) {
            return new NotAStack(Reason.MIXED_ORIENTATION, orientations(planes));
        }
        for (ImagePlane plane : planes) {
            if (!sameGrid(first, plane)) {
                return new NotAStack(Reason.MIXED_SIZE_OR_SPACING, difference(first, plane));
            }
        }
        return new SliceStack(planes).stack();
    }

    private StackResult stack() {
        int count = order.size();
        double[] gaps = new double[count - 1];
        for (int z = 0; z < gaps.length; z++) {
            gaps[z] = along(z + 1) - along(z);
            if (gaps[z] < SAME_POSITION_MM) {
                return new NotAStack(
                        Reason.DUPLICATE_POSITIONS,
                        say(
                                "Slice positions %d and %d are the same (of %d, counted along the stack).",
                                z + 1, z + 2, count));
            }
        }
        List<NotAStack> faults = new ArrayList<>();
        beside(faults);
        missing(gaps, faults);
        uneven(gaps, faults);
        if (!faults.isEmpty()) {
            return faults.get(0);
        }
        double spacing = (along(count - 1) - along(0)) / (count - 1);
        return new Stacked(VolumeGeometry.of(slice(0), spacing, count), order);
    }

    /** A shift that grows with the distance is a tilted gantry; one slice beside the others is a broken position. */
    private void beside(List<NotAStack> faults) {
        int last = order.size() - 1;
        ImagePlane first = slice(0);
        double tolerance = BESIDE_TOLERANCE_PIXELS * Math.min(first.rowSpacingMm(), first.columnSpacingMm());
        Vec3 shift = shift(last);
        double height = along(last) - along(0);
        if (shift.length() > tolerance) {
            faults.add(new NotAStack(
                    Reason.GANTRY_TILT,
                    say(
                            "The slices are not stacked at right angles to the image: they shift by %.1f mm over %.1f mm"
                                    + " (gantry tilt of about %.1f degrees).",
                            shift.length(), height, Math.toDegrees(Math.atan2(shift.length(), height)))));
        }
        for (int z = 1; z < last; z++) {
            if (shift(z).length() > tolerance) {
                faults.add(new NotAStack(
                        Reason.BAD_GEOMETRY,
                        say("Slice position %d lies %.1f mm beside the first one.", z + 1, shift(z).length())));
                return;
            }
        }
    }

    private void missing(double[] gaps, List<NotAStack> faults) {
        double usual = lowerMedian(gaps);
        int wide = 0;
        int where = -1;
        for (int z = 0; z < gaps.length; z++) {
            double slices = gaps[z] / usual;
            if (Math.round(slices) >= 2 && Math.abs(slices - Math.round(slices)) <= 2 * EVEN_TOLERANCE) {
                wide++;
                where = where < 0 ? z : where;
            }
        }
        if (wide > 0 && (wide == 1 || wide <= MOST_GAPS_MISSING * gaps.length)) {
            faults.add(new NotAStack(
                    Reason.MISSING_SLICES,
                    say(
                            "Slices are missing at %d place(s), first between slice positions %d and %d:"
                                    + " their distance is %.2f mm instead of %.2f mm.",
                            wide, where + 1, where + 2, gaps[where], usual)));
        }
    }

    private void uneven(double[] gaps, List<NotAStack> faults) {
        int last = order.size() - 1;
        double spacing = (along(last) - along(0)) / last;
        for (int z = 1; z < last; z++) {
            if (Math.abs(along(z) - along(0) - z * spacing) > EVEN_TOLERANCE * spacing) {
                double narrowest = IntStream.range(0, gaps.length)
                        .mapToDouble(i -> gaps[i])
                        .min()
                        .orElse(0);
                double widest = IntStream.range(0, gaps.length)
                        .mapToDouble(i -> gaps[i])
                        .max()
                        .orElse(0);
                faults.add(new NotAStack(
                        Reason.UNEVEN_SPACING,
                        say("The distance between slices is not even: from %.2f mm to %.2f mm.", narrowest, widest)));
                return;
            }
        }
    }

    private ImagePlane slice(int z) {
        return planes.get(order.get(z));
    }

    private double along(int z) {
        return slice(z).position().dot(slice(0).normal());
    }

    /** How far slice z lies beside the line from the first slice along the normal. */
    private Vec3 shift(int z) {
        Vec3 way = slice(z).position().minus(slice(0).position());
        Vec3 normal = slice(0).normal();
        return way.minus(normal.times(way.dot(normal)));
    }

    private static double lowerMedian(double[] gaps) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }

    private static boolean isUsable(ImagePlane plane) {
        return plane.position().isFinite()
                && plane.rowDirection().isFinite()
                && plane.columnDirection().isFinite()
                && Double.isFinite(plane.rowSpacingMm())
                && Double.isFinite(plane.columnSpacingMm())
                && plane.rowSpacingMm() > 0
                && plane.columnSpacingMm() > 0
                && plane.rows() > 0
                && plane.columns() > 0;
    }

    private static boolean sameDirections(ImagePlane a, ImagePlane b) {
        return a.rowDirection().distance(b.rowDirection()) <= ImagePlane.DIRECTION_TOLERANCE
                && a.columnDirection().distance(b.columnDirection()) <= ImagePlane.DIRECTION_TOLERANCE;
    }

    private static boolean sameGrid(ImagePlane a, ImagePlane b) {
        return a.rows() == b.rows()
                && a.columns() == b.columns()
                && sameSpacing(a.rowSpacingMm(), b.rowSpacingMm())
                && sameSpacing(a.columnSpacingMm(), b.columnSpacingMm());
    }

    private static boolean sameSpacing(double a, double b) {
        return Math.abs(a - b) <= SPACING_TOLERANCE * a;
    }

    private static String orientations(List<ImagePlane> planes) {
        TreeMap<String, Long> counts =
                planes.stream().collect(Collectors.groupingBy(ImagePlane::name, TreeMap::new, Collectors.counting()));
        if (counts.size() == 1) {
            return say("The images do not lie parallel to each other (all are about %s).", counts.firstKey());
        }
        return "The series holds images of different directions: "
                + counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String difference(ImagePlane a, ImagePlane b) {
        return say(
                "The images differ in size: %d x %d pixels of %.3f x %.3f mm, and %d x %d pixels of %.3f x %.3f mm.",
                a.columns(),
                a.rows(),
                a.columnSpacingMm(),
                a.rowSpacingMm(),
                b.columns(),
                b.rows(),
                b.columnSpacingMm(),
                b.rowSpacingMm());
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
