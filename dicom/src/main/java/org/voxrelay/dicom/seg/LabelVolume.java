package org.voxrelay.dicom.seg;

import java.nio.ByteBuffer;
import org.voxrelay.dicom.geometry.VolumeGeometry;

/**
 * Labels on the grid of the source images.
 *
 * @param labels uint8 or uint16 little endian, [z][y][x], 0 for background; read from its position, which stays; not
 *     changed while it is used
 */
public record LabelVolume(VolumeGeometry geometry, ByteBuffer labels) {
    /** @throws IllegalArgumentException if the labels do not fill the grid with one or two bytes a voxel */
    public LabelVolume {
        long voxels = geometry.voxelCount();
        if (labels.remaining() != voxels && labels.remaining() != 2 * voxels) {
            throw new IllegalArgumentException(
                    labels.remaining() + " bytes of labels for " + geometry.voxelCount() + " voxels");
        }
        labels = labels.slice();
    }

    /** Bytes of a label: 1 or 2. */
    public int bytesPerLabel() {
        return (int) (labels.capacity() / geometry.voxelCount());
    }

    /** The label of a voxel by its place in [z][y][x] order. */
    public int label(int index) {
        return bytesPerLabel() == 1
                ? labels.get(index) & 0xFF
                : labels.get(2 * index) & 0xFF | (labels.get(2 * index + 1) & 0xFF) << 8;
    }

    /** Whether a voxel has this label. */
    public boolean contains(int label) {
        for (int i = 0; i < geometry.voxelCount(); i++) {
            if (label(i) == label) {
                return true;
            }
        }
        return false;
    }

    /** Copies a slice as it is; its length is {@link #sliceLength} x {@link #bytesPerLabel}. */
    void slice(int z, byte[] target) {
        labels.get(z * target.length, target);
    }

    /**
     * A copy of a slice with labels of another width.
     *
     * @param bytes 1 or 2 a label; with 1, labels above 255 lose their upper bits
     */
    byte[] slice(int z, int bytes) {
        byte[] own = new byte[sliceLength() * bytesPerLabel()];
        slice(z, own);
        if (bytes == bytesPerLabel()) {
            return own;
        }
        byte[] other = new byte[sliceLength() * bytes];
        for (int i = 0; i < sliceLength(); i++) {
            other[i * bytes] = own[i * bytesPerLabel()];
        }
        return other;
    }

    /** Copies some pixels of a slice as they are. */
    byte[] pixels(int z, int from, int to) {
        byte[] pixels = new byte[(to - from) * bytesPerLabel()];
        labels.get((z * sliceLength() + from) * bytesPerLabel(), pixels);
        return pixels;
    }

    int sliceLength() {
        return geometry.xSize() * geometry.ySize();
    }
}
