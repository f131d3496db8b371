package org.voxrelay.dicom.data;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The items of one sequence attribute. An item added takes its character set from the data set around it; an item that
 * already belongs to another data set is copied.
 */
public final class Sequence extends AbstractList<Attributes> implements RandomAccess {
    private final Attributes owner;
    private final List<Attributes> items = new ArrayList<>(1);

    Sequence(Attributes owner) {
        this.owner = owner;
    }

    /** @return the data set that this sequence is a value of */
    public Attributes owner() {
        return owner;
    }

    @Override
    public Attributes get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public void add(int index, Attributes item) {
        items.add(index, owner.adopt(item));
    }

    @Override
    public Attributes set(int index, Attributes item) {
        Attributes previous = items.set(index, owner.adopt(item));
        previous.release();
        return previous;
    }

    @Override
    public Attributes remove(int index) {
        Attributes removed = items.remove(index);
        removed.release();
        return removed;
    }

    /** @return the new, empty item at the end */
    public Attributes newItem() {
        Attributes item = owner.adopt(new Attributes(4));
        items.add(item);
        return item;
    }
}
