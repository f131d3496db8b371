package org.voxrelay.dicom.io;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/**
 * Writes Part 10 files (PS3.10 chapter 7) and bare data sets. As an OutputStream it takes the bytes of a value whose
 * header {@link #writeElementHeader} wrote, so that pixel data need not be in memory. {@link #close()} closes the
 * stream below.
 */
public final class DicomOutputStream extends OutputStream {
    private final TransferSyntax syntax;
    private final OutputStream out;
    private OutputStream body;
    private EvenLength deflated;
    private boolean explicitLengths;
    private BulkDataSource bulkDataSource = BulkDataSource.NONE;

    /** @param out gets the bytes through a buffer, which is emptied at the end of each data set */
    public DicomOutputStream(OutputStream out, TransferSyntax syntax) {
        this.out = new BufferedOutputStream(out, 16 * 1024);
        this.syntax = syntax;
    }

    /** Sequences and items get a length in front (true) or a delimiter at their end (false, as it begins). */
    public DicomOutputStream setExplicitLengths(boolean explicit) {
        explicitLengths = explicit;
        return this;
    }

    /** Where the bytes of {@link org.voxrelay.dicom.data.BulkData} values come from. */
    public DicomOutputStream setBulkDataSource(BulkDataSource source) {
        bulkDataSource = source;
        return this;
    }

    /**
     * Writes preamble, File Meta Information and data set.
     *
     * @param fileMetaInformation group 0002; its length is counted here, its transfer syntax is this stream's
     */
    public void writeFile(Attributes fileMetaInformation, Attributes dataset) throws IOException {
        Attributes meta = new Attributes(fileMetaInformation)
                .remove(Tag.FileMetaInformationGroupLength)
                .setString(Tag.TransferSyntaxUID, VR.UI, syntax.uid());
        ByteArrayOutputStream group = new ByteArrayOutputStream(256);
        new DataSetWriter(group, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, true, BulkDataSource.NONE).write(meta);
        out.write(new byte[128]);
        out.write(new byte[] {'D', 'I', 'C', 'M'});
        Attributes length = new Attributes(1).setLong(Tag.FileMetaInformationGroupLength, VR.UL, group.size());
        new DataSetWriter(out, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, true, BulkDataSource.NONE).write(length);
        group.writeTo(out);
        writeDataset(dataset);
    }

    /** Writes a bare data set, or a part of one whose later attributes follow by another call. */
    public void writeDataset(Attributes dataset) throws IOException {
        writer().write(dataset);
        body.flush();
    }

    /**
     * Writes tag, VR and length of a value that follows through {@link #write(byte[], int, int)}.
     *
     * @param length bytes of the value with its padding, even
     */
    public void writeElementHeader(int tag, VR vr, long length) throws IOException {
        if (length % 2 != 0 || length < 0 || length >= ElementHeader.UNDEFINED) {
            throw new IllegalArgumentException("a value's length is even and below 2^32 - 1: " + length);
        }
        writer().writeHeader(tag, vr, length);
    }

    private DataSetWriter writer() {
        if (body == null && syntax.deflated()) {
            deflated = new EvenLength(out);
            body = new DeflaterOutputStream(deflated, new Deflater(Deflater.DEFAULT_COMPRESSION, true), 16 * 1024);
        } else if (body == null) {
            body = out;
        }
        return new DataSetWriter(body, syntax, explicitLengths, bulkDataSource);
    }

    /** Ends the data set; only the deflated syntax needs it, and {@link #close()} calls it. */
    public void finish() throws IOException {
        if (body instanceof DeflaterOutputStream deflater && deflated != null) {
            deflater.finish();
            deflated.pad();
            deflated = null;
        }
        out.flush();
    }

    @Override
    public void write(int b) throws IOException {
        writer();
        body.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writer();
        body.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (OutputStream closed = out) {
            finish();
        }
    }
}
