package org.voxrelay.dicom.io;

import java.io.IOException;
import java.io.InputStream;
import org.voxrelay.dicom.data.Attributes;

/** Reads data sets. */
public final class DicomInputStream extends InputStream {
    public DicomInputStream(InputStream in) throws IOException {
        throw new UnsupportedOperationException();
    }

    public DicomInputStream(InputStream in, TransferSyntax transferSyntax) throws IOException {
        throw new UnsupportedOperationException();
    }

    public DicomInputStream setLimits(ReadLimits limits) {
        return this;
    }

    /** Values longer than this, and pixel data of any length, are left in the file. */
    public DicomInputStream setBulkData(int thresholdBytes) {
        return this;
    }

    public Attributes getFileMetaInformation() {
        return new Attributes();
    }

    public TransferSyntax getTransferSyntax() {
        return TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    }

    public long getPosition() {
        return 0;
    }

    public Attributes readDataset() throws IOException {
        return new Attributes();
    }

    public Attributes readDatasetUntilPixelData() throws IOException {
        return new Attributes();
    }

    @Override
    public int read() throws IOException {
        return -1;
    }
}
