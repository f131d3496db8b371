package org.voxrelay.inference.volume;

import java.nio.ByteBuffer;

/**
 * One label a voxel, on the grid of the volume that was segmented.
 *
 * @param labels unsigned numbers [z][y][x], 0 for none; each of one byte, or of two, the lower first; belongs to the
 *     receiver
 */
public record LabelVolume(Grid grid, ByteBuffer labels) {
    /** The highest label that two bytes hold. */
    public static final int MOST = 65_535;

    private static final int MOST_OF_A_BYTE = 255;

    /** @throws IllegalArgumentException unless the buffer holds one or two bytes a voxel */
    public LabelVolume {
        long voxels = grid.count();
        if (labels.capacity() != voxels && labels.capacity() != 2 * voxels) {
            throw new IllegalArgumentException(labels.capacity() + " bytes of labels for " + voxels + " voxels");
        }
    }

    /**
     * No voxel has a label yet.
     *
     * @param highest label that it can hold
     */
    public static LabelVolume empty(Grid grid, int highest) {
        return new LabelVolume(grid, ByteBuffer.allocateDirect(Math.toIntExact(bytes(grid, highest))));
    }

    /** Bytes that labels up to the highest take on a grid. */
    public static long bytes(Grid grid, int highest) {
        return (long) grid.count() * (highest > MOST_OF_A_BYTE ? 2 : 1);
    }

    private boolean isWide() {
        return labels.capacity() > grid.count();
    }

    /** The label of a voxel by its place in [z][y][x] order. */
    public int label(int index) {
        return isWide()
                ? labels.get(2 * index) & 0xFF | (labels.get(2 * index + 1) & 0xFF) << 8
                : labels.get(index) & 0xFF;
    }

    /** Copies the labels of voxels that follow one another. */
    void get(int index, char[] row) {
        int width = isWide() ? 2 : 1;
        byte[] bytes = new byte[width * row.length];
        labels.get(width * index, bytes);
        for (int i = 0; i < row.length; i++) {
            int lower = bytes[width * i] & 0xFF;
            row[i] = (char) (width == 1 ? lower : lower | (bytes[2 * i + 1] & 0xFF) << 8);
        }
    }

    /** Gives a voxel a label. */
    public void put(int index, int label) {
        if (isWide()) {
            labels.put(2 * index, (byte) label);
            labels.put(2 * index + 1, (byte) (label >> 8));
        } else {
            labels.put(index, (byte) label);
        }
    }

    /** Labels of voxels that follow one another; several threads may write several rows. */
    public void put(int index, char[] row) {
        int width = isWide() ? 2 : 1;
        byte[] bytes = new byte[width * row.length];
        for (int i = 0; i < row.length; i++) {
            bytes[width * i] = (byte) row[i];
            if (width == 2) {
                bytes[2 * i + 1] = (byte) (row[i] >> 8);
            }
        }
        labels.put(width * index, bytes);
    }
}
