package org.voxrelay.dicom.phantom;

import org.voxrelay.dicom.geometry.Vec3;

/** The usual planes, as scanners write them (PS3.3 C.7.6.2.1.1), and one that lies askew. */
public enum Orientation {
    AXIAL(new Vec3(1, 0, 0), new Vec3(0, 1, 0)),
    CORONAL(new Vec3(1, 0, 0), new Vec3(0, 0, -1)),
    SAGITTAL(new Vec3(0, 1, 0), new Vec3(0, 0, -1)),
    /** Axial, turned by 20 degrees about the left-right axis and then by 12 degrees about the head-foot axis. */
    OBLIQUE(turn(new Vec3(1, 0, 0)), turn(new Vec3(0, 1, 0)));

    private final Vec3 rowDirection;
    private final Vec3 columnDirection;

    Orientation(Vec3 rowDirection, Vec3 columnDirection) {
        this.rowDirection = rowDirection;
        this.columnDirection = columnDirection;
    }

    public Vec3 rowDirection() {
        return rowDirection;
    }

    public Vec3 columnDirection() {
        return columnDirection;
    }

    private static Vec3 turn(Vec3 v) {
        double a = Math.toRadians(20);
        Vec3 tilted =
                new Vec3(v.x(), v.y() * Math.cos(a) - v.z() * Math.sin(a), v.y() * Math.sin(a) + v.z() * Math.cos(a));
        double b = Math.toRadians(12);
        return new Vec3(
                tilted.x() * Math.cos(b) - tilted.y() * Math.sin(b),
                tilted.x() * Math.sin(b) + tilted.y() * Math.cos(b),
                tilted.z());
    }
}
