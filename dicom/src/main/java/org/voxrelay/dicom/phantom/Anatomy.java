package org.voxrelay.dicom.phantom;

import org.voxrelay.dicom.geometry.Vec3;

/**
 * The tissue at any point of the patient, as formulas: a trunk of ellipses that goes on above and below, with lungs,
 * heart, liver, kidneys, windpipe, spine and ribs, lying on a mattress and a table with some air between.
 *
 * <p>The origin is the middle of the trunk; LPS mm. All air inside the body is closed in, in each of the three planes.
 */
final class Anatomy {
    static final double BODY_HALF_WIDTH = 165;
    static final double BODY_HALF_DEPTH = 115;
    private static final double SKIN = 3;
    private static final double FAT = 18;
    private static final double MUSCLE = 12;
    private static final double RIB = 8;
    private static final double RIB_DISTANCE = 28;
    private static final double RIB_HALF_HEIGHT = 6;
    private static final double TABLE_TOP = 140;

    private Anatomy() {}

    /** The tissue at a point. */
    static Tissue at(Vec3 point) {
        double x = point.x();
        double y = point.y();
        double z = point.z();
        if (!inBody(x, y, 0)) {
            return aroundBody(x, y);
        }
        if (!inBody(x, y, SKIN)) {
            return Tissue.SKIN;
        }
        if (!inBody(x, y, SKIN + FAT)) {
            return Tissue.FAT;
        }
        Tissue spine = spine(x, y, z);
        if (spine != Tissue.MUSCLE) {
            return spine;
        }
        if (!inBody(x, y, SKIN + FAT + MUSCLE)) {
            return Tissue.MUSCLE;
        }
        if (!inBody(x, y, SKIN + FAT + MUSCLE + RIB)) {
            return rib(y, z);
        }
        return organ(x, y, z);
    }

    private static Tissue aroundBody(double x, double y) {
        if (Math.abs(x) > 210 || y < BODY_HALF_DEPTH + 6) {
            return Tissue.ROOM_AIR;
        }
        if (y < TABLE_TOP) {
            return Tissue.MATTRESS;
        }
        return y < TABLE_TOP + 7 ? Tissue.TABLE : Tissue.ROOM_AIR;
    }

    private static Tissue spine(double x, double y, double z) {
        double centre = 62;
        if (inEllipse(x, y - centre - 4, 7, 6)) {
            return Tissue.MUSCLE; // the spinal canal
        }
        if (inEllipse(x, y - centre, 22, 20)) {
            boolean disc = Math.abs(Math.IEEEremainder(z, 34)) > 13.5;
            boolean shell = !inEllipse(x, y - centre, 19, 17);
            return disc ? Tissue.HEART : shell ? Tissue.CORTEX : Tissue.MARROW;
        }
        return Tissue.MUSCLE;
    }

    /** Ribs go down from back to front. */
    private static Tissue rib(double y, double z) {
        double middle = Math.IEEEremainder(z + 0.25 * y, RIB_DISTANCE);
        return Math.abs(middle) < RIB_HALF_HEIGHT ? Tissue.CORTEX : Tissue.MUSCLE;
    }

    private static Tissue organ(double x, double y, double z) {
        if (inEllipsoid(x - 12, y + 22, z - 8, 45, 38, 48)) {
            return Tissue.HEART;
        }
        if (inEllipsoid(x - 72, y + 2, z - 22, 46, 66, 68) || inEllipsoid(x + 72, y + 2, z - 22, 46, 66, 68)) {
            return Tissue.LUNG;
        }
        if (inEllipse(x, y + 2 - 14, 8, 7) && z > 55 && z < 85) {
            return Tissue.INNER_AIR;
        }
        if (inEllipsoid(x + 45, y + 15, z + 75, 75, 60, 40)) {
            return Tissue.LIVER;
        }
        if (inEllipsoid(x - 62, y - 35, z + 80, 22, 18, 34) || inEllipsoid(x + 62, y - 48, z + 88, 20, 14, 26)) {
            return Tissue.KIDNEY;
        }
        return z < -20 || inEllipse(x, y, 60, 75) ? Tissue.FAT : Tissue.MUSCLE;
    }

    /** Inside the outline of the body, at least so many mm below the skin. */
    private static boolean inBody(double x, double y, double depth) {
        return inEllipse(x, y, BODY_HALF_WIDTH - depth, BODY_HALF_DEPTH - depth);
    }

    private static boolean inEllipse(double x, double y, double halfX, double halfY) {
        double a = x / halfX;
        double b = y / halfY;
        return a * a + b * b <= 1;
    }

    private static boolean inEllipsoid(double x, double y, double z, double halfX, double halfY, double halfZ) {
        double a = x / halfX;
        double b = y / halfY;
        double c = z / halfZ;
        return a * a + b * b + c * c <= 1;
    }
}
