package org.voxrelay.dicom.io;

/** Turns values from one byte order into the other. */
final class ByteOrderSwap {
    private ByteOrderSwap() {}

    /** In place; bytes behind the last whole unit stay. */
    static void swap(byte[] value, int unitSize) {
        for (int unit = 0; unit + unitSize <= value.length; unit += unitSize) {
            for (int low = unit, high = unit + unitSize - 1; low < high; low++, high--) {
                byte kept = value[low];
                value[low] = value[high];
                value[high] = kept;
            }
        }
    }
}
