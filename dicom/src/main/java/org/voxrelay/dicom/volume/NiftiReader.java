package org.voxrelay.dicom.volume;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.voxrelay.dicom.geometry.Vec3;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/** Opens NIfTI-1 files of one volume, of either byte order. */
final class NiftiReader {
    private static final int GZIP_MAGIC = 0x1F8B;
    /** More extensions than that are not skipped. */
    private static final int MOST_OFFSET = 16 << 20;

    private final ByteBuffer header;

    private NiftiReader(ByteBuffer header) {
        this.header = header;
    }

    static MaskData read(InputStream file, long maxVoxels) throws IOException, VolumeFileException {
        try {
            InputStream in = unpacked(new BufferedInputStream(file, 1 << 16));
            ByteBuffer header =
                    ByteBuffer.wrap(in.readNBytes(NiftiHeader.LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
            if (header.capacity() < NiftiHeader.LENGTH) {
                throw new VolumeFileException("The file is shorter than the header of a NIfTI-1 file.");
            }
            return new NiftiReader(header).open(in, maxVoxels);
        } catch (ZipException | EOFException e) {
            throw new VolumeFileException("The file is not compressed as it says: " + e.getMessage() + ".");
        }
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private MaskData open(InputStream in, long maxVoxels) throws IOException, VolumeFileException {
        if (header.getInt(0) == Integer.reverseBytes(NiftiHeader.LENGTH)) {
            header.order(ByteOrder.BIG_ENDIAN);
        }
        if (header.getInt(0) != NiftiHeader.LENGTH || header.getInt(NiftiHeader.MAGIC) != magic()) {
            throw new VolumeFileException("The file is no NIfTI-1 file of one part (n+1).");
        }
        int code = header.getShort(NiftiHeader.DATA_TYPE);
        MaskNumber number = MaskNumber.ofNifti(code)
                .orElseThrow(() -> new VolumeFileException("NIfTI data type " + code + " is not read as a mask."));
        VolumeGeometry grid = grid(maxVoxels);
        float offset = header.getFloat(NiftiHeader.SAMPLES_OFFSET);
        if (!(offset >= NiftiHeader.SAMPLES && offset <= MOST_OFFSET)) {
            throw new VolumeFileException("The samples of the file begin at byte " + offset + ".");
        }
        in.skipNBytes((long) offset - NiftiHeader.LENGTH);
        float slope = header.getFloat(NiftiHeader.SLOPE);
        boolean scaled = slope != 0 && Float.isFinite(slope);
        return new MaskData(
                grid,
                number,
                header.order(),
                in,
                scaled ? slope : 1,
                scaled ? header.getFloat(NiftiHeader.SLOPE + 4) : 0);
    }

    private int magic() {
        return header.order() == ByteOrder.BIG_ENDIAN ? 0x6E2B3100 : 0x00312B6E;
    }

    private VolumeGeometry grid(long maxVoxels) throws VolumeFileException {
        int dimensions = header.getShort(NiftiHeader.DIMENSIONS);
        long[] sizes = new long[3];
        for (int i = 0; i < 7; i++) {
            long size = header.getShort(NiftiHeader.DIMENSIONS + 2 + 2 * i);
            if (i < 3) {
                sizes[i] = i < dimensions ? size : 1;
            } else if (i < dimensions && size != 1) {
                throw new VolumeFileException("The file has more than three dimensions.");
            }
        }
        if (header.getShort(NiftiHeader.SFORM_CODE) > 0) {
            return bySform(sizes, maxVoxels);
        }
        if (header.getShort(NiftiHeader.QFORM_CODE) > 0) {
            return byQuaternion(sizes, maxVoxels);
        }
        throw new VolumeFileException("The file does not say where its voxels lie (neither sform nor qform).");
    }

    private VolumeGeometry bySform(long[] sizes, long maxVoxels) throws VolumeFileException {
        Vec3[] columns = new Vec3[4];
        for (int column = 0; column < 4; column++) {
            int at = NiftiHeader.SFORM + 4 * column;
            columns[column] =
                    NiftiHeader.ras(new Vec3(header.getFloat(at), header.getFloat(at + 16), header.getFloat(at + 32)));
        }
        return FileGrid.of(columns[3], columns, sizes, maxVoxels);
    }

    private VolumeGeometry byQuaternion(long[] sizes, long maxVoxels) throws VolumeFileException {
        Vec3[] columns = Quaternion.columns(
                header.getFloat(NiftiHeader.QUATERNION),
                header.getFloat(NiftiHeader.QUATERNION + 4),
                header.getFloat(NiftiHeader.QUATERNION + 8));
        double handedness = header.getFloat(NiftiHeader.PIXEL_DIMENSIONS) < 0 ? -1 : 1;
        Vec3[] steps = new Vec3[3];
        for (int axis = 0; axis < 3; axis++) {
            double step = header.getFloat(NiftiHeader.PIXEL_DIMENSIONS + 4 + 4 * axis);
            steps[axis] = NiftiHeader.ras(columns[axis].times(axis == 2 ? step * handedness : step));
        }
        int at = NiftiHeader.QUATERNION_OFFSET;
        Vec3 origin = new Vec3(header.getFloat(at), header.getFloat(at + 4), header.getFloat(at + 8));
        return FileGrid.of(NiftiHeader.ras(origin), steps, sizes, maxVoxels);
    }
}
