package org.voxrelay.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/**
 * Reads a Part 10 file (PS3.10 chapter 7) or a bare data set. The stream below is read ahead by up to 16 KiB; long
 * values that are left in the file are passed by its {@code skip}. As an InputStream this gives the bytes that follow
 * what was read so far.
 */
public final class DicomInputStream extends InputStream {
    private static final int PREAMBLE = 128;
    private static final int MAX_BARE_GROUP = 0x50;

    private final Attributes fileMetaInformation = new Attributes();
    private ByteSource source;
    private TransferSyntax transferSyntax;
    private ReadLimits limits = ReadLimits.DEFAULT;
    private long bulkThreshold = -1;
    private DataSetReader reader;

    /**
     * Reads the File Meta Information. Without one the transfer syntax of a bare data set is guessed.
     *
     * @param in closed with this object
     * @throws DicomStreamException if this is no DICOM
     */
    public DicomInputStream(InputStream in) throws IOException {
        source = new ByteSource(in, 0);
        boolean partTen = source.has(PREAMBLE + 4)
                && source.peek(PREAMBLE) == 'D'
                && source.peek(PREAMBLE + 1) == 'I'
                && source.peek(PREAMBLE + 2) == 'C'
                && source.peek(PREAMBLE + 3) == 'M';
        if (partTen) {
            source.skipFully(PREAMBLE + 4);
        } else if (!source.has(8)) {
            throw new DicomStreamException(source.atEnd() ? "The file is empty" : "The file is no DICOM file");
        }
        readFileMetaInformation();
        transferSyntax = fileMetaInformation
                .getString(Tag.TransferSyntaxUID)
                .map(TransferSyntax::of)
                .orElse(TransferSyntax.IMPLICIT_LITTLE_ENDIAN);
        boolean declared = fileMetaInformation.containsValue(Tag.TransferSyntaxUID);
        if (!partTen && fileMetaInformation.isEmpty() && !looksLikeDataSet()) {
            throw new DicomStreamException("The file is no DICOM file");
        }
        if (!declared && source.has(8)) {
            transferSyntax = guess();
        }
    }

    /**
     * Reads a bare data set, as C-STORE sends it.
     *
     * @param in closed with this object
     */
    public DicomInputStream(InputStream in, TransferSyntax transferSyntax) {
        source = new ByteSource(in, 0);
        this.transferSyntax = transferSyntax;
    }

    private void readFileMetaInformation() throws IOException {
        TransferSyntax syntax = hasVr() ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        new DataSetReader(source, syntax, new Budget(ReadLimits.STRICT), -1).readGroup(2, fileMetaInformation);
    }

    private boolean hasVr() throws IOException {
        return source.has(6) && VR.of(source.peek(4), source.peek(5)).isPresent();
    }

    private boolean looksLikeDataSet() throws IOException {
        int little = source.peekTag(false) >>> 16;
        int big = source.peekTag(true) >>> 16;
        return isBareGroup(little) || isBareGroup(big) && hasVr();
    }

    private static boolean isBareGroup(int group) {
        return group > 2 && group <= MAX_BARE_GROUP && group % 2 == 0;
    }

    private TransferSyntax guess() throws IOException {
        if (!hasVr()) {
            return TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        boolean bigEndian = !isBareGroup(source.peekTag(false) >>> 16) && isBareGroup(source.peekTag(true) >>> 16);
        return bigEndian ? TransferSyntax.EXPLICIT_BIG_ENDIAN : TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    }

    /** To be called before the data set is read; {@link ReadLimits#DEFAULT} otherwise. */
    public DicomInputStream setLimits(ReadLimits newLimits) {
        limits = newLimits;
        return this;
    }

    /**
     * Leaves values longer than this, and pixel data of any length, where they are: the data set gets a BulkData, or
     * Fragments of BulkData, in the byte order of the file. To be called before the data set is read.
     */
    public DicomInputStream setBulkData(long thresholdBytes) {
        bulkThreshold = thresholdBytes;
        return this;
    }

    /** @return group 0002; empty for a bare data set */
    public Attributes getFileMetaInformation() {
        return fileMetaInformation;
    }

    /** @return the syntax of the data set as declared, or as guessed where nothing was */
    public TransferSyntax getTransferSyntax() {
        return transferSyntax;
    }

    /** @return offset of the next byte: in the file, or in the inflated data set of a deflated syntax */
    public long getPosition() {
        return source.position();
    }

    /**
     * Reads to the end of the stream; after {@link #readDatasetUntilPixelData} what is left.
     *
     * @throws DicomStreamException if the data set is cut off, is not well formed or exceeds a limit
     */
    public Attributes readDataset() throws IOException {
        Attributes dataset = new Attributes(64);
        reader().readAll(dataset);
        return dataset;
    }

    /** Reads what stands before Pixel Data, Float Pixel Data or Double Float Pixel Data; their tag is read next. */
    public Attributes readDatasetUntilPixelData() throws IOException {
        Attributes dataset = new Attributes(64);
        reader().readUntilPixelData(dataset);
        return dataset;
    }

    private DataSetReader reader() throws IOException {
        if (reader == null) {
            if (transferSyntax.deflated()) {
                source = new ByteSource(new BoundedInflater(source, limits.inflateRatio()), 0);
            }
            reader = new DataSetReader(source, actualSyntax(), new Budget(limits), bulkThreshold);
        }
        return reader;
    }

    /** Some writers declare explicit VR and write implicit VR, or the other way round; the first attribute tells. */
    private TransferSyntax actualSyntax() throws IOException {
        if (transferSyntax.bigEndian() || !source.has(8) || !isBareGroup(source.peekTag(false) >>> 16)) {
            return transferSyntax;
        }
        if (transferSyntax.explicitVr() != hasVr()) {
            return hasVr() ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
        }
        return transferSyntax;
    }

    @Override
    public int read() throws IOException {
        return source.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return source.read(into, offset, length);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
