package org.voxrelay.dicom.volume;

import org.voxrelay.dicom.geometry.Vec3;

/** Rotations as unit quaternions {a, b, c, d} with a not below 0, as NIfTI-1 stores them without the a. */
final class Quaternion {
    private Quaternion() {}

    /** The rotation whose matrix has these columns, unit vectors at right angles and right-handed. */
    static double[] of(Vec3 x, Vec3 y, Vec3 z) {
        double[] squares = {
            1 + x.x() + y.y() + z.z(), 1 + x.x() - y.y() - z.z(), 1 - x.x() + y.y() - z.z(), 1 - x.x() - y.y() + z.z()
        };
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        double ab = y.z() - z.y();
        double ac = z.x() - x.z();
        double ad = x.y() - y.x();
        double bc = x.y() + y.x();
        double bd = z.x() + x.z();
        double cd = y.z() + z.y();
        double twice = Math.sqrt(squares[largest]);
        // each product above is four times that of two components; the largest component divides without loss
        double[] q = switch (largest) {
            case 0 -> new double[] {squares[0], ab, ac, ad};
            case 1 -> new double[] {ab, squares[1], bc, bd};
            case 2 -> new double[] {ac, bc, squares[2], cd};
            default -> new double[] {ad, bd, cd, squares[3]};
        };
        double sign = q[0] < 0 ? -1 : 1;
        for (int i = 0; i < 4; i++) {
            q[i] *= sign / (2 * twice);
        }
        return q;
    }

    /** Columns of the rotation's matrix. */
    static Vec3[] columns(double b, double c, double d) {
        double a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
        return new Vec3[] {
            new Vec3(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)),
            new Vec3(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)),
            new Vec3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c)
        };
    }
}
