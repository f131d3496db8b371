package org.voxrelay.dicom.data;

import java.util.Arrays;

/** Tag, VR and value of each attribute in parallel arrays, in ascending unsigned order of the tags. */
final class ElementTable {
    private int[] tags;
    private VR[] vrs;
    private Object[] values;
    private int size;

    ElementTable(int capacity) {
        tags = new int[capacity];
        vrs = new VR[capacity];
        values = new Object[capacity];
    }

    int size() {
        return size;
    }

    int tag(int index) {
        return tags[index];
    }

    int[] tags() {
        return Arrays.copyOf(tags, size);
    }

    VR vr(int index) {
        return vrs[index];
    }

    Object value(int index) {
        return values[index];
    }

    void setValue(int index, Object value) {
        values[index] = value;
    }

    /** Negative where absent: -1 - (the index where it would be). */
    int indexOf(int tag) {
        if (size == 0 || Integer.compareUnsigned(tags[size - 1], tag) < 0) {
            return -1 - size; // attributes mostly come in order
        }
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Integer.compareUnsigned(tags[middle], tag);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    void put(int tag, VR vr, Object value) {
        int index = indexOf(tag);
        if (index < 0) {
            index = -1 - index;
            makeRoom(index);
        }
        tags[index] = tag;
        vrs[index] = vr;
        values[index] = value;
    }

    private void makeRoom(int index) {
        if (size == tags.length) {
            int capacity = Math.max(4, size * 2);
            tags = Arrays.copyOf(tags, capacity);
            vrs = Arrays.copyOf(vrs, capacity);
            values = Arrays.copyOf(values, capacity);
        }
        System.arraycopy(tags, index, tags, index + 1, size - index);
        System.arraycopy(vrs, index, vrs, index + 1, size - index);
        System.arraycopy(values, index, values, index + 1, size - index);
        size++;
    }

    void remove(int index) {
        size--;
        System.arraycopy(tags, index + 1, tags, index, size - index);
        System.arraycopy(vrs, index + 1, vrs, index, size - index);
        System.arraycopy(values, index + 1, values, index, size - index);
        values[size] = null;
    }
}
