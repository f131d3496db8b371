package org.voxrelay.dicom.io;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;

/** Counts the bytes that {@link DataSetWriter} is going to write, so that lengths can stand in front of what they count. */
final class ElementLengths {
    private static final int TAG_AND_LENGTH = 8;
    private static final int MAX_SHORT_LENGTH = 0xFFFE;

    private final boolean explicitVr;
    private final boolean explicitLengths;

    ElementLengths(TransferSyntax syntax, boolean explicitLengths) {
        explicitVr = syntax.explicitVr();
        this.explicitLengths = explicitLengths;
    }

    /** A value too long for its VR's short header is written as UN (PS3.5 section 6.2.2). */
    static VR writtenVr(VR vr, long length) {
        return vr.hasLongHeader() || length <= MAX_SHORT_LENGTH ? vr : VR.UN;
    }

    long ofDataset(Attributes dataset) {
        long length = 0;
        for (int tag : dataset.tags()) {
            length += ofElement(dataset, tag);
        }
        return length;
    }

    /** A group length of a data set, retired but kept where there is one. Those of groups 0 and 2 are values like others. */
    static boolean isGroupLength(int tag) {
        return (tag & 0xFFFF) == 0 && tag >>> 16 > 2;
    }

    /** What a group length counts: the attributes of its group, without itself (PS3.5 section 7.2). */
    long ofGroup(Attributes dataset, int group) {
        long length = 0;
        for (int tag : dataset.tags()) {
            if (tag >>> 16 == group && !isGroupLength(tag)) {
                length += ofElement(dataset, tag);
            }
        }
        return length;
    }

    private long ofElement(Attributes dataset, int tag) {
        if (isGroupLength(tag)) {
            return ofGroup(dataset, tag >>> 16) == 0 ? 0 : header(VR.UL, 4) + 4;
        }
        VR vr = dataset.getVR(tag).orElseThrow();
        Object value = dataset.getValue(tag).orElseThrow();
        if (value instanceof Sequence items) {
            long content = ofItems(items);
            return header(VR.SQ, content) + content + delimiter(content);
        }
        if (value instanceof Fragments fragments) {
            return header(vr, ElementHeader.UNDEFINED) + ofFragments(fragments) + TAG_AND_LENGTH;
        }
        long length = value instanceof BulkData bulk
                ? bulk.length()
                : dataset.getBytes(tag).orElseThrow().length;
        return header(vr, even(length)) + even(length);
    }

    private long ofItems(Sequence items) {
        long length = 0;
        for (Attributes item : items) {
            long content = ofDataset(item);
            length += TAG_AND_LENGTH + content + delimiter(content);
        }
        return length;
    }

    private int delimiter(long content) {
        return declared(content) == ElementHeader.UNDEFINED ? TAG_AND_LENGTH : 0;
    }

    /** The length in front of a sequence; undefined also where 32 bits do not hold it. */
    long declared(Sequence items) {
        return explicitLengths ? declared(ofItems(items)) : ElementHeader.UNDEFINED;
    }

    /** The length in front of an item; undefined also where 32 bits do not hold it. */
    long declared(Attributes item) {
        return explicitLengths ? declared(ofDataset(item)) : ElementHeader.UNDEFINED;
    }

    private long declared(long content) {
        return explicitLengths ? Math.min(content, ElementHeader.UNDEFINED) : ElementHeader.UNDEFINED;
    }

    private static long ofFragments(Fragments fragments) {
        long length = TAG_AND_LENGTH + ofFragment(fragments.offsetTable());
        for (Object fragment : fragments.fragments()) {
            length += TAG_AND_LENGTH + ofFragment(fragment);
        }
        return length;
    }

    private static long ofFragment(Object fragment) {
        return even(fragment instanceof BulkData bulk ? bulk.length() : ((byte[]) fragment).length);
    }

    static long even(long length) {
        return length + (length & 1);
    }

    private int header(VR vr, long length) {
        return explicitVr && writtenVr(vr, length).hasLongHeader() ? 12 : TAG_AND_LENGTH;
    }
}
