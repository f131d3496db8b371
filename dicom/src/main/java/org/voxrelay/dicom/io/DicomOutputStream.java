package org.voxrelay.dicom.io;

import java.io.IOException;
import java.io.OutputStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;

/** Writes data sets. */
public final class DicomOutputStream extends OutputStream {
    public DicomOutputStream(OutputStream out, TransferSyntax transferSyntax) {}

    public void writeFile(Attributes fileMetaInformation, Attributes dataset) throws IOException {}

    public void writeDataset(Attributes dataset) throws IOException {}

    /** Writes tag, VR and length of a value whose bytes follow by {@link #write(byte[], int, int)}; an odd length is padded by the caller. */
    public void writeElementHeader(int tag, VR vr, long length) throws IOException {}

    @Override
    public void write(int b) throws IOException {}
}
