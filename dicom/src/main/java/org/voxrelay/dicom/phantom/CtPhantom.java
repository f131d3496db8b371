package org.voxrelay.dicom.phantom;

import java.nio.ByteBuffer;
import org.voxrelay.dicom.geometry.ImagePlane;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * A CT of the made body: which tissue is at a voxel, and the CT number that a noisy scanner would give it. The same
 * values give the same voxels on every machine.
 *
 * @param geometry where the voxels lie
 * @param noiseHu standard deviation of the noise, HU; up to 10 leaves every voxel within the range of its label
 * @param seed of the noise
 */
public record CtPhantom(VolumeGeometry geometry, double noiseHu, long seed) {
    private static final double FIELD_OF_VIEW_MM = 380;
    private static final double HEIGHT_MM = 240;
    private static final long ODD = 0x9E3779B97F4A7C15L;

    /** A phantom that holds the whole trunk, with noise of 8 HU: square pixels, rows and columns as given. */
    public static CtPhantom of(Orientation orientation, int columns, int rows, int slices) {
        double inPlaneY =
                orientation == Orientation.AXIAL || orientation == Orientation.OBLIQUE ? FIELD_OF_VIEW_MM : HEIGHT_MM;
        double through =
                orientation == Orientation.AXIAL || orientation == Orientation.OBLIQUE ? HEIGHT_MM : FIELD_OF_VIEW_MM;
        double pixelMm = Math.max(FIELD_OF_VIEW_MM / columns, inPlaneY / rows);
        return of(orientation, columns, rows, slices, pixelMm, through / slices);
    }

    /** A phantom in the middle of which is the middle of the trunk, with noise of 8 HU. */
    public static CtPhantom of(
            Orientation orientation, int columns, int rows, int slices, double pixelMm, double sliceMm) {
        ImagePlane middle = new ImagePlane(
                new Vec3(0, 15, 0),
                orientation.rowDirection(),
                orientation.columnDirection(),
                pixelMm,
                pixelMm,
                rows,
                columns);
        Vec3 corner = middle.pixel(-(columns - 1) / 2.0, -(rows - 1) / 2.0)
                .minus(middle.normal().times(sliceMm * (slices - 1) / 2.0));
        ImagePlane first = new ImagePlane(
                corner, middle.rowDirection(), middle.columnDirection(), pixelMm, pixelMm, rows, columns);
        return new CtPhantom(VolumeGeometry.of(first, sliceMm, slices), 8, 1);
    }

    public CtPhantom withNoise(double hounsfield) {
        return new CtPhantom(geometry, hounsfield, seed);
    }

    public CtPhantom withSeed(long newSeed) {
        return new CtPhantom(geometry, noiseHu, newSeed);
    }

    /** The true label of a voxel. */
    public int label(int x, int y, int z) {
        return tissue(x, y, z).label();
    }

    /** The tissue at the centre of a voxel. */
    public Tissue tissue(int x, int y, int z) {
        return Anatomy.at(geometry.position(x, y, z));
    }

    /** The true labels, uint8, [z][y][x]. */
    public ByteBuffer labels() {
        ByteBuffer labels = ByteBuffer.allocate(Math.toIntExact(geometry.voxelCount()));
        for (int z = 0; z < geometry.zSize(); z++) {
            for (int y = 0; y < geometry.ySize(); y++) {
                for (int x = 0; x < geometry.xSize(); x++) {
                    labels.put((byte) label(x, y, z));
                }
            }
        }
        return labels.flip();
    }

    /** The noisy CT number of a voxel, HU. */
    public int hounsfield(int x, int y, int z) {
        return hounsfield(geometry.plane(z), x, y, z);
    }

    /** The CT numbers of any image of this body, HU, [y][x]; {@code slice} chooses its noise. */
    public short[] image(ImagePlane plane, int slice) {
        short[] pixels = new short[plane.rows() * plane.columns()];
        int at = 0;
        for (int y = 0; y < plane.rows(); y++) {
            for (int x = 0; x < plane.columns(); x++) {
                pixels[at++] = (short) hounsfield(plane, x, y, slice);
            }
        }
        return pixels;
    }

    private int hounsfield(ImagePlane plane, int x, int y, int z) {
        int clean = Anatomy.at(plane.pixel(x, y)).hounsfield();
        int noisy = (int) Math.round(clean + noiseHu * deviate(x, y, z));
        return Math.max(-1024, noisy);
    }

    /** Nearly normal, mean 0 and standard deviation 1, never beyond 3.5: four uniform numbers added. */
    private double deviate(int x, int y, int z) {
        long bits = mix(mix(mix(seed * ODD + z) * ODD + y) * ODD + x);
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum / 65536.0 - 2) * Math.sqrt(3);
    }

    /** SplitMix64's last step. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
