package org.voxrelay.dicom.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * The header of a NIfTI-1 file (nifti1.h): 348 bytes and four that say that no extension follows. Places are RAS there, that
 * is, x and y have the other sign than in DICOM.
 */
final class NiftiHeader {
    static final int LENGTH = 348;
    /** Where samples begin. */
    static final int SAMPLES = 352;

    static final int DIMENSIONS = 40;
    static final int DATA_TYPE = 70;
    static final int BITS = 72;
    static final int PIXEL_DIMENSIONS = 76;
    static final int SAMPLES_OFFSET = 108;
    static final int SLOPE = 112;
    static final int UNITS = 123;
    static final int DESCRIPTION = 148;
    static final int QFORM_CODE = 252;
    static final int SFORM_CODE = 254;
    static final int QUATERNION = 256;
    static final int QUATERNION_OFFSET = 268;
    static final int SFORM = 280;
    static final int MAGIC = 344;

    private static final int MAX_SIDE = Short.MAX_VALUE;
    private static final int MILLIMETRES = 2;
    private static final short SCANNER = 1;
    private static final double RIGHT_ANGLE = 1e-4;

    private NiftiHeader() {}

    /** @throws VolumeFileException if a side is longer than the format can say */
    static ByteBuffer of(VolumeGeometry grid, SampleType type) throws VolumeFileException {
        if (Math.max(grid.xSize(), Math.max(grid.ySize(), grid.zSize())) > MAX_SIDE) {
            throw new VolumeFileException("NIfTI-1 holds sides of up to " + MAX_SIDE + " voxels; this volume has "
                    + grid.xSize() + " x " + grid.ySize() + " x " + grid.zSize() + ".");
        }
        ByteBuffer header = ByteBuffer.allocate(SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, LENGTH);
        short[] sizes = {3, (short) grid.xSize(), (short) grid.ySize(), (short) grid.zSize(), 1, 1, 1, 1};
        for (int i = 0; i < sizes.length; i++) {
            header.putShort(DIMENSIONS + 2 * i, sizes[i]);
        }
        header.putShort(DATA_TYPE, (short) type.niftiCode());
        header.putShort(BITS, (short) (8 * type.bytes()));
        double[] spacings = {1, grid.xSpacingMm(), grid.ySpacingMm(), grid.zSpacingMm()};
        putFloats(header, PIXEL_DIMENSIONS, spacings);
        header.putFloat(SAMPLES_OFFSET, SAMPLES);
        header.putFloat(SLOPE, 1);
        header.put(UNITS, (byte) MILLIMETRES);
        header.put(DESCRIPTION, "Voxrelay".getBytes(StandardCharsets.US_ASCII));
        putPlace(header, grid);
        header.put(MAGIC, "n+1".getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    private static void putPlace(ByteBuffer header, VolumeGeometry grid) {
        Vec3 x = ras(grid.xDirection());
        Vec3 y = ras(grid.yDirection());
        Vec3 z = ras(grid.zDirection());
        Vec3 origin = ras(grid.origin());
        header.putShort(SFORM_CODE, SCANNER);
        Vec3 dx = x.times(grid.xSpacingMm());
        Vec3 dy = y.times(grid.ySpacingMm());
        Vec3 dz = z.times(grid.zSpacingMm());
        putFloats(header, SFORM, dx.x(), dy.x(), dz.x(), origin.x());
        putFloats(header, SFORM + 16, dx.y(), dy.y(), dz.y(), origin.y());
        putFloats(header, SFORM + 32, dx.z(), dy.z(), dz.z(), origin.z());
        double handedness = x.cross(y).dot(z);
        if (Math.abs(Math.abs(handedness) - 1) > RIGHT_ANGLE) {
            return; // slices at a slant: a quaternion cannot say it
        }
        header.putShort(QFORM_CODE, SCANNER);
        header.putFloat(PIXEL_DIMENSIONS, handedness < 0 ? -1 : 1);
        double[] quaternion = Quaternion.of(x, y, handedness < 0 ? z.times(-1) : z);
        putFloats(header, QUATERNION, quaternion[1], quaternion[2], quaternion[3]);
        putFloats(header, QUATERNION_OFFSET, origin.x(), origin.y(), origin.z());
    }

    /** From LPS to RAS, and back. */
    static Vec3 ras(Vec3 lps) {
        return new Vec3(-lps.x(), -lps.y(), lps.z());
    }

    private static void putFloats(ByteBuffer header, int at, double... values) {
        for (int i = 0; i < values.length; i++) {
            header.putFloat(at + 4 * i, (float) values[i]);
        }
    }
}
