package org.voxrelay.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;

/** Writes the attributes of a data set, of its items and of theirs (PS3.5 chapter 7). */
final class DataSetWriter {
    private final OutputStream out;
    private final TransferSyntax syntax;
    private final ElementLengths lengths;
    private final BulkDataSource bulkDataSource;

    DataSetWriter(OutputStream out, TransferSyntax syntax, boolean explicitLengths, BulkDataSource bulkDataSource) {
        this.out = out;
        this.syntax = syntax;
        this.bulkDataSource = bulkDataSource;
        lengths = new ElementLengths(syntax, explicitLengths);
    }

    void write(Attributes dataset) throws IOException {
        for (int tag : dataset.tags()) {
            if (ElementLengths.isGroupLength(tag)) {
                writeGroupLength(dataset, tag);
            } else {
                writeElement(dataset, tag);
            }
        }
    }

    /** Counted anew; left out where nothing is to count, for the group may follow in another part. */
    private void writeGroupLength(Attributes dataset, int tag) throws IOException {
        long length = lengths.ofGroup(dataset, tag >>> 16);
        if (length > 0 && length < ElementHeader.UNDEFINED) {
            writeHeader(tag, VR.UL, 4);
            writeInt(length);
        }
    }

    private void writeElement(Attributes dataset, int tag) throws IOException {
        VR vr = dataset.getVR(tag).orElseThrow();
        Object value = dataset.getValue(tag).orElseThrow();
        if (value instanceof Sequence sequence) {
            writeSequence(tag, sequence);
        } else if (value instanceof Fragments fragments) {
            writeFragments(tag, vr, fragments);
        } else if (value instanceof BulkData bulkData) {
            writeHeader(tag, vr, ElementLengths.even(bulkData.length()));
            writeBulkData(vr, bulkData);
        } else {
            writeBytes(tag, vr, dataset.getBytes(tag).orElseThrow());
        }
    }

    private void writeBytes(int tag, VR vr, byte[] value) throws IOException {
        long length = ElementLengths.even(value.length);
        writeHeader(tag, vr, length);
        byte[] ordered = value;
        if (syntax.bigEndian() && vr.unitSize() > 1 && ElementLengths.writtenVr(vr, length) == vr) {
            ordered = value.clone();
            ByteOrderSwap.swap(ordered, vr.unitSize());
        }
        out.write(ordered);
        if (value.length % 2 == 1) {
            out.write(vr.padding());
        }
    }

    private void writeBulkData(VR vr, BulkData value) throws IOException {
        try (InputStream in = bulkDataSource.open(value)) {
            byte[] buffer = new byte[16 * 1024];
            for (long left = value.length(); left > 0; ) {
                int got = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (got < 0) {
                    throw new EOFException("The source of a value ends before the value");
                }
                out.write(buffer, 0, got);
                left -= got;
            }
        }
        if (value.length() % 2 == 1) {
            out.write(vr.padding());
        }
    }

    /** @throws DicomStreamException if 32 bits do not hold the length; above 4 GiB only fragments can be written */
    void writeHeader(int tag, VR vr, long length) throws IOException {
        checkLength(length);
        writeTag(tag);
        if (!syntax.explicitVr()) {
            writeInt(length);
            return;
        }
        VR written = ElementLengths.writtenVr(vr, length);
        out.write(written.name().charAt(0));
        out.write(written.name().charAt(1));
        if (written.hasLongHeader()) {
            writeShort(0);
            writeInt(length);
        } else {
            writeShort((int) length);
        }
    }

    private static void checkLength(long length) throws DicomStreamException {
        if (length > ElementHeader.UNDEFINED) {
            throw new DicomStreamException("A value of " + length + " bytes is longer than DICOM can say");
        }
    }

    private void writeSequence(int tag, Sequence sequence) throws IOException {
        long length = lengths.declared(sequence);
        writeHeader(tag, VR.SQ, length);
        for (Attributes item : sequence) {
            writeItem(item);
        }
        if (length == ElementHeader.UNDEFINED) {
            writeItemHeader(ElementHeader.SEQUENCE_DELIMITATION, 0);
        }
    }

    private void writeItem(Attributes item) throws IOException {
        long length = lengths.declared(item);
        writeItemHeader(ElementHeader.ITEM, length);
        write(item);
        if (length == ElementHeader.UNDEFINED) {
            writeItemHeader(ElementHeader.ITEM_DELIMITATION, 0);
        }
    }

    private void writeItemHeader(int tag, long length) throws IOException {
        checkLength(length);
        writeTag(tag);
        writeInt(length);
    }

    private void writeFragments(int tag, VR vr, Fragments fragments) throws IOException {
        writeHeader(tag, vr, ElementHeader.UNDEFINED);
        writeFragment(fragments.offsetTable());
        for (Object fragment : fragments.fragments()) {
            writeFragment(fragment);
        }
        writeItemHeader(ElementHeader.SEQUENCE_DELIMITATION, 0);
    }

    private void writeFragment(Object fragment) throws IOException {
        if (fragment instanceof BulkData bulkData) {
            writeItemHeader(ElementHeader.ITEM, ElementLengths.even(bulkData.length()));
            writeBulkData(VR.OB, bulkData);
            return;
        }
        byte[] bytes = (byte[]) fragment;
        writeItemHeader(ElementHeader.ITEM, ElementLengths.even(bytes.length));
        out.write(bytes);
        if (bytes.length % 2 == 1) {
            out.write(0);
        }
    }

    private void writeTag(int tag) throws IOException {
        writeShort(tag >>> 16);
        writeShort(tag & 0xFFFF);
    }

    private void writeShort(int value) throws IOException {
        out.write(syntax.bigEndian() ? value >>> 8 : value);
        out.write(syntax.bigEndian() ? value : value >>> 8);
    }

    private void writeInt(long value) throws IOException {
        writeShort((int) (syntax.bigEndian() ? value >>> 16 : value));
        writeShort((int) (syntax.bigEndian() ? value : value >>> 16));
    }
}
