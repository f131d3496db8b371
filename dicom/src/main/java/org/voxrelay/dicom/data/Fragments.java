package org.voxrelay.dicom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Encapsulated pixel data (PS3.5 section A.4): the Basic Offset Table and the fragments after it, each either in memory
 * ({@code byte[]}) or left in the file ({@link BulkData}).
 */
public final class Fragments {
    private final Object offsetTable;
    private final List<Object> fragments;

    private Fragments(Object offsetTable, List<Object> fragments) {
        this.offsetTable = offsetTable;
        this.fragments = fragments;
    }

    /**
     * @param items byte[] or BulkData each, the offset table first; the arrays are handed over
     * @throws IllegalArgumentException if the offset table is missing or an item is of another class
     */
    public static Fragments of(List<?> items) {
        if (items.isEmpty() || !items.stream().allMatch(i -> i instanceof byte[] || i instanceof BulkData)) {
            throw new IllegalArgumentException("an offset table and fragments of bytes or bulk data are wanted");
        }
        return new Fragments(items.get(0), List.copyOf(items.subList(1, items.size())));
    }

    /** @return fragments without an offset table; the arrays are handed over */
    public static Fragments ofFrames(List<byte[]> frames) {
        List<Object> items = new ArrayList<>(frames.size() + 1);
        items.add(new byte[0]);
        items.addAll(frames);
        return of(items);
    }

    /** @return byte[] or BulkData; of length 0 if the table is empty */
    public Object offsetTable() {
        return offsetTable;
    }

    /** @return byte[] or BulkData each, without the offset table */
    public List<Object> fragments() {
        return fragments;
    }

    /** @return the number of fragments, the offset table not counted */
    public int size() {
        return fragments.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fragments that
                && Objects.deepEquals(offsetTable, that.offsetTable)
                && Arrays.deepEquals(fragments.toArray(), that.fragments.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {offsetTable, fragments.toArray()});
    }
}
