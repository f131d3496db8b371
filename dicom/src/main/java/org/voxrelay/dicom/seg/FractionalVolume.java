package org.voxrelay.dicom.seg;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * How probable each segment is, on the grid of the source images.
 *
 * @param values for each segment, by its number, uint8 [z][y][x] from index 0: 0 for no, {@link #CERTAIN} for yes
 */
public record FractionalVolume(VolumeGeometry geometry, List<ByteBuffer> values) {
    /** Maximum Fractional Value (PS3.3 C.8.20.2). */
    public static final int CERTAIN = 255;

    /** @throws IllegalArgumentException if there is no segment, or one does not fill the grid */
    public FractionalVolume {
        values = values.stream().map(ByteBuffer::slice).toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no segment");
        }
        for (ByteBuffer segment : values) {
            if (segment.capacity() != geometry.voxelCount()) {
                throw new IllegalArgumentException(
                        segment.capacity() + " values for " + geometry.voxelCount() + " voxels");
            }
        }
    }

    /**
     * @param probabilities for each segment, [z][y][x] from index 0, each from 0 to 1
     * @throws IllegalArgumentException if a number is none of a probability
     */
    public static FractionalVolume of(VolumeGeometry geometry, List<FloatBuffer> probabilities) {
        return new FractionalVolume(
                geometry, probabilities.stream().map(FractionalVolume::quantise).toList());
    }

    private static ByteBuffer quantise(FloatBuffer probabilities) {
        ByteBuffer values = ByteBuffer.allocateDirect(probabilities.limit());
        for (int i = 0; i < values.capacity(); i++) {
            float probability = probabilities.get(i);
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("voxel " + i + " has the probability " + probability);
            }
            values.put(i, (byte) Math.round(probability * CERTAIN));
        }
        return values;
    }

    /** A copy of a slice of a segment. */
    byte[] slice(int segmentNumber, int z) {
        byte[] slice = new byte[geometry.xSize() * geometry.ySize()];
        values.get(segmentNumber - 1).get(z * slice.length, slice);
        return slice;
    }

    boolean hasValues(int segmentNumber, int z) {
        for (byte value : slice(segmentNumber, z)) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }
}
