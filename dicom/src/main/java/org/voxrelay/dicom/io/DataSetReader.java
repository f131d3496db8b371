package org.voxrelay.dicom.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.ElementDictionary;

/** Reads the attributes of a data set, of its items and of theirs (PS3.5 chapter 7). */
final class DataSetReader {
    private static final long NO_END = Long.MAX_VALUE;
    private static final int FIRST_PIXEL_DATA = 0x7FE00008;

    private final ByteSource source;
    private final TransferSyntax syntax;
    private final Budget budget;
    private final long bulkThreshold;

    /** @param bulkThreshold longer values are left in the stream, and pixel data always; negative: none are */
    DataSetReader(ByteSource source, TransferSyntax syntax, Budget budget, long bulkThreshold) {
        this.source = source;
        this.syntax = syntax;
        this.budget = budget;
        this.bulkThreshold = bulkThreshold;
    }

    /** Reads to the end of the stream. */
    void readAll(Attributes into) throws IOException {
        while (!endsHere(into)) {
            readElement(into, NO_END, 0);
        }
    }

    /** Reads to the first tag of pixel data or behind it; that tag is the next thing in the stream. */
    void readUntilPixelData(Attributes into) throws IOException {
        while (!endsHere(into) && Integer.compareUnsigned(source.peekTag(syntax.bigEndian()), FIRST_PIXEL_DATA) < 0) {
            readElement(into, NO_END, 0);
        }
    }

    /** Some writers fill the last block of a file with zeros, which are no attributes: nothing sorts behind (0008,...). */
    private boolean endsHere(Attributes read) throws IOException {
        if (source.atEnd()) {
            return true;
        }
        boolean zeros = source.has(4) ? source.peekTag(false) == 0 : source.peek(0) == 0;
        if (!zeros || read.isEmpty() || read.lastTag() >>> 16 < 8) {
            return false;
        }
        if (!source.skipZerosToEnd()) {
            throw failure("Something other than zeros in the padding behind the last attribute");
        }
        return true;
    }

    /** Reads as long as the tags are of this group. */
    void readGroup(int group, Attributes into) throws IOException {
        while (source.has(4) && source.peekTag(syntax.bigEndian()) >>> 16 == group) {
            readElement(into, NO_END, 0);
        }
    }

    private void readElement(Attributes into, long end, int depth) throws IOException {
        budget.spendElement(source.position());
        ElementHeader header = ElementHeader.read(source, syntax, into);
        if (ElementHeader.isDelimiter(header.tag())) {
            passStrayDelimiter(header);
            return;
        }
        if (!header.isUndefinedLength() && header.length() > end - source.position()) {
            throw failure("The value of " + header + " is longer than the item around it");
        }
        if (header.vr() == VR.SQ && !header.isUndefinedLength() && header.length() > 0 && !itemFollows()) {
            readValue(new ElementHeader(header.tag(), VR.UN, header.length()), into);
        } else if (header.vr() == VR.SQ || header.isUndefinedLength() && !isEncapsulated(header)) {
            readSequence(header, into, depth + 1);
        } else if (header.isUndefinedLength()) {
            into.setFragments(header.tag(), header.vr(), readFragments());
        } else {
            readValue(header, into);
        }
    }

    /** What is called a sequence and holds no items is kept as bytes that nobody understands. */
    private boolean itemFollows() throws IOException {
        return source.has(4) && ElementHeader.isDelimiter(source.peekTag(syntax.bigEndian()));
    }

    private boolean isEncapsulated(ElementHeader header) {
        return header.isPixelData() || syntax.explicitVr() && (header.vr() == VR.OB || header.vr() == VR.OW);
    }

    /** Some writers end what has a length with a delimiter all the same. An item outside a sequence is no such slip. */
    private void passStrayDelimiter(ElementHeader header) throws IOException {
        if (header.tag() == ElementHeader.ITEM || header.length() != 0) {
            throw failure("An item or its delimiter where no sequence is");
        }
    }

    private void readValue(ElementHeader header, Attributes into) throws IOException {
        boolean leave = bulkThreshold >= 0 && (header.isPixelData() || header.length() > bulkThreshold);
        if (leave) {
            into.setBulkData(header.tag(), header.vr(), new BulkData(source.position(), header.length()));
            source.skipFully(header.length());
            return;
        }
        byte[] value = readBytes(header.length());
        VR vr = header.vr() == VR.UN ? vrOfUnknown(header.tag()) : header.vr();
        if (syntax.bigEndian() && header.vr() != VR.UN) {
            ByteOrderSwap.swap(value, header.vr().unitSize());
        }
        into.setAsRead(header.tag(), vr, value);
    }

    private byte[] readBytes(long length) throws IOException {
        budget.spendValue(length, source.position());
        if (length > Integer.MAX_VALUE - 8) {
            throw failure("A value of " + length + " bytes does not fit in memory");
        }
        return source.readBytes((int) length);
    }

    /** A value sent as UN is coded as in implicit VR little endian (PS3.5 section 6.2.2), so its own VR fits it. */
    private static VR vrOfUnknown(int tag) {
        VR vr = ElementDictionary.vrOf(tag);
        boolean certain = vr != VR.SQ
                && ElementDictionary.find(tag)
                        .filter(entry -> entry.vrs().size() == 1)
                        .isPresent();
        return certain || ElementDictionary.isPrivateCreator(tag) ? vr : VR.UN;
    }

    private void readSequence(ElementHeader header, Attributes into, int depth) throws IOException {
        budget.checkDepth(depth, source.position());
        boolean unknown = header.vr() == VR.UN && syntax.explicitVr();
        DataSetReader reader = unknown
                ? new DataSetReader(source, TransferSyntax.IMPLICIT_LITTLE_ENDIAN, budget, bulkThreshold)
                : this;
        Sequence sequence = into.newSequence(header.tag());
        if (header.isUndefinedLength()) {
            reader.readItemsUntilDelimiter(sequence, depth);
        } else {
            reader.readItems(sequence, source.position() + header.length(), depth);
        }
    }

    private void readItemsUntilDelimiter(Sequence sequence, int depth) throws IOException {
        while (true) {
            ElementHeader header = ElementHeader.read(source, syntax, sequence.owner());
            if (header.tag() == ElementHeader.SEQUENCE_DELIMITATION) {
                return;
            }
            readItem(header, sequence, NO_END, depth);
        }
    }

    private void readItems(Sequence sequence, long end, int depth) throws IOException {
        while (source.position() < end) {
            ElementHeader header = ElementHeader.read(source, syntax, sequence.owner());
            if (header.tag() == ElementHeader.SEQUENCE_DELIMITATION && source.position() == end) {
                return;
            }
            readItem(header, sequence, end, depth);
        }
        if (source.position() > end) {
            throw failure("A sequence is longer than its length says");
        }
    }

    private void readItem(ElementHeader header, Sequence sequence, long sequenceEnd, int depth) throws IOException {
        if (header.tag() != ElementHeader.ITEM) {
            throw failure("Something other than an item in a sequence");
        }
        budget.spendItem(source.position());
        Attributes item = sequence.newItem();
        if (header.isUndefinedLength()) {
            readItemUntilDelimiter(item, sequenceEnd, depth);
            return;
        }
        long end = source.position() + header.length();
        if (end > sequenceEnd) {
            throw failure("An item is longer than the sequence around it");
        }
        while (source.position() < end) {
            readElement(item, end, depth);
        }
        if (source.position() > end) {
            throw failure("An item is longer than its length says");
        }
    }

    private void readItemUntilDelimiter(Attributes item, long end, int depth) throws IOException {
        while (source.peekTag(syntax.bigEndian()) != ElementHeader.ITEM_DELIMITATION) {
            if (source.peekTag(syntax.bigEndian()) == ElementHeader.SEQUENCE_DELIMITATION) {
                throw failure("A sequence ends within an item");
            }
            readElement(item, end, depth);
        }
        source.skipFully(8);
    }

    private Fragments readFragments() throws IOException {
        List<Object> items = new ArrayList<>();
        while (true) {
            int tag = source.readTag(syntax.bigEndian());
            long length = source.readUnsignedInt(syntax.bigEndian());
            if (tag == ElementHeader.SEQUENCE_DELIMITATION) {
                break;
            }
            if (tag != ElementHeader.ITEM || length == ElementHeader.UNDEFINED) {
                throw failure("Something other than a fragment in encapsulated pixel data");
            }
            budget.spendElement(source.position());
            items.add(readFragment(length));
        }
        if (items.isEmpty()) {
            items.add(new byte[0]);
        }
        return Fragments.of(items);
    }

    private Object readFragment(long length) throws IOException {
        if (bulkThreshold < 0) {
            return readBytes(length);
        }
        BulkData fragment = new BulkData(source.position(), length);
        source.skipFully(length);
        return fragment;
    }

    private DicomStreamException failure(String what) {
        return new DicomStreamException(what + ", before byte " + source.position());
    }
}
