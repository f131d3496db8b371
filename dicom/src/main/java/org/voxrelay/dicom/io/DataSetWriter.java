package org.voxrelay.dicom.io;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.BulkData;
import org.voxrelay.dicom.data.Fragments;
import org.voxrelay.dicom.data.Sequence;
import org.voxrelay.dicom.data.VR;

/** Writes the attributes of a data set, of its items and of theirs (PS3.5 chapter 7). */
final class DataSetWriter {
    private static final int MAX_SHORT_LENGTH = 0xFFFE;

    private final OutputStream out;
    private final TransferSyntax syntax;
    private final boolean explicitLengths;
    private final BulkDataSource bulkDataSource;

    DataSetWriter(OutputStream out, TransferSyntax syntax, boolean explicitLengths, BulkDataSource bulkDataSource) {
        this.out = out;
        this.syntax = syntax;
        this.explicitLengths = explicitLengths;
        this.bulkDataSource = bulkDataSource;
    }

    void write(Attributes dataset) throws IOException {
        for (int tag : dataset.tags()) {
            boolean retiredGroupLength = (tag & 0xFFFF) == 0 && tag >>> 16 > 2;
            if (!retiredGroupLength) {
                writeElement(dataset, tag);
            }
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
            writeHeader(tag, vr, bulkData.length() + bulkData.length() % 2);
            writeBulkData(vr, bulkData);
        } else {
            writeBytes(tag, vr, dataset.getBytes(tag).orElseThrow());
        }
    }

    private void writeBytes(int tag, VR vr, byte[] value) throws IOException {
        writeHeader(tag, vr, value.length + value.length % 2);
        byte[] ordered = value;
        if (syntax.bigEndian() && vr.unitSize() > 1 && value.length <= maxLength(vr)) {
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

    private static int maxLength(VR vr) {
        return vr.hasLongHeader() ? Integer.MAX_VALUE : MAX_SHORT_LENGTH;
    }

    /** A value too long for its VR's short header is written as UN (PS3.5 section 6.2.2). */
    void writeHeader(int tag, VR vr, long length) throws IOException {
        writeTag(tag);
        if (!syntax.explicitVr()) {
            writeInt(length);
            return;
        }
        VR written = vr.hasLongHeader() || length <= MAX_SHORT_LENGTH ? vr : VR.UN;
        out.write(written.name().charAt(0));
        out.write(written.name().charAt(1));
        if (written.hasLongHeader()) {
            writeShort(0);
            writeInt(length);
        } else {
            writeShort((int) length);
        }
    }

    private void writeSequence(int tag, Sequence sequence) throws IOException {
        if (explicitLengths) {
            ByteArrayOutputStream items = new ByteArrayOutputStream();
            with(items).writeItems(sequence);
            writeHeader(tag, VR.SQ, items.size());
            items.writeTo(out);
            return;
        }
        writeHeader(tag, VR.SQ, ElementHeader.UNDEFINED);
        writeItems(sequence);
        writeTag(ElementHeader.SEQUENCE_DELIMITATION);
        writeInt(0);
    }

    private void writeItems(List<Attributes> sequence) throws IOException {
        for (Attributes item : sequence) {
            writeTag(ElementHeader.ITEM);
            if (explicitLengths) {
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                with(content).write(item);
                writeInt(content.size());
                content.writeTo(out);
            } else {
                writeInt(ElementHeader.UNDEFINED);
                write(item);
                writeTag(ElementHeader.ITEM_DELIMITATION);
                writeInt(0);
            }
        }
    }

    private DataSetWriter with(OutputStream other) {
        return new DataSetWriter(other, syntax, explicitLengths, bulkDataSource);
    }

    private void writeFragments(int tag, VR vr, Fragments fragments) throws IOException {
        writeHeader(tag, vr, ElementHeader.UNDEFINED);
        writeFragment(fragments.offsetTable());
        for (Object fragment : fragments.fragments()) {
            writeFragment(fragment);
        }
        writeTag(ElementHeader.SEQUENCE_DELIMITATION);
        writeInt(0);
    }

    private void writeFragment(Object fragment) throws IOException {
        writeTag(ElementHeader.ITEM);
        if (fragment instanceof BulkData bulkData) {
            writeInt(bulkData.length() + bulkData.length() % 2);
            writeBulkData(VR.OB, bulkData);
            return;
        }
        byte[] bytes = (byte[]) fragment;
        writeInt(bytes.length + bytes.length % 2);
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
