package org.voxrelay.dicom.seg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Which labels but 0 occur in a slice, and between which rows.
 *
 * @param labels ascending
 * @param firstRows of each label
 * @param lastRows of each label
 */
record SliceLabels(int[] labels, int[] firstRows, int[] lastRows) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;

    static SliceLabels of(LabelVolume volume, int z) {
        byte[] slice = new byte[volume.sliceLength() * volume.bytesPerLabel()];
        volume.slice(z, slice);
        var rows = new Rows(volume.bytesPerLabel() == 1 ? 256 : 65536);
        int columns = volume.geometry().xSize();
        for (int y = 0; y < volume.geometry().ySize(); y++) {
            if (volume.bytesPerLabel() == 1) {
                rows.addBytes(slice, y, columns);
            } else {
                rows.addWords(slice, y, columns);
            }
        }
        return rows.found();
    }

    boolean isEmpty() {
        return labels.length == 0;
    }

    int highest() {
        return isEmpty() ? 0 : labels[labels.length - 1];
    }

    private static final class Rows {
        private final int[] first;
        private final int[] last;

        Rows(int labels) {
            first = new int[labels];
            last = new int[labels];
            Arrays.fill(first, -1);
        }

        /** Neighbours mostly have the same label: eight at once are compared with the one before. */
        void addBytes(byte[] slice, int y, int columns) {
            int at = y * columns;
            int end = at + columns;
            byte before = 0;
            while (at < end) {
                if (end - at >= 8 && (long) LONG.get(slice, at) == (before & 0xFF) * EACH_BYTE) {
                    at += 8;
                } else {
                    if (slice[at] != before) {
                        before = slice[at];
                        add(before & 0xFF, y);
                    }
                    at++;
                }
            }
        }

        void addWords(byte[] slice, int y, int columns) {
            int before = 0;
            for (int at = 2 * y * columns; at < 2 * (y + 1) * columns; at += 2) {
                int label = slice[at] & 0xFF | (slice[at + 1] & 0xFF) << 8;
                if (label != before) {
                    before = label;
                    add(label, y);
                }
            }
        }

        private void add(int label, int y) {
            if (first[label] < 0) {
                first[label] = y;
            }
            last[label] = y;
        }

        SliceLabels found() {
            int[] labels = new int[first.length];
            int count = 0;
            for (int label = 1; label < first.length; label++) {
                if (first[label] >= 0) {
                    labels[count++] = label;
                }
            }
            labels = Arrays.copyOf(labels, count);
            return new SliceLabels(
                    labels,
                    Arrays.stream(labels).map(label -> first[label]).toArray(),
                    Arrays.stream(labels).map(label -> last[label]).toArray());
        }
    }
}
