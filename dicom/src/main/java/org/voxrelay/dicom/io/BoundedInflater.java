package org.voxrelay.dicom.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The deflated transfer syntax (PS3.5 section A.5), with an eye on what comes out of how little. */
final class BoundedInflater extends InflaterInputStream {
    private static final long UNWATCHED_BYTES = 64L << 20;

    private final int maxRatio;

    /** @param in at the first deflated byte; a zlib header, which some writers put there, is understood */
    BoundedInflater(ByteSource in, int maxRatio) throws IOException {
        super(in, new Inflater(!hasZlibHeader(in)), 16 * 1024);
        this.maxRatio = maxRatio;
    }

    private static boolean hasZlibHeader(ByteSource in) throws IOException {
        return in.has(2) && in.peek(0) == 0x78 && (in.peek(0) << 8 | in.peek(1)) % 31 == 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int got = super.read(into, offset, length);
            long inflated = inf.getBytesWritten();
            if (inflated > UNWATCHED_BYTES && inflated / maxRatio > inf.getBytesRead()) {
                throw new DicomStreamException("The deflated data set grows by more than " + maxRatio + " times");
            }
            return got;
        } catch (EOFException e) {
            throw new DicomStreamException("The deflated data set is cut off", e);
        } catch (ZipException e) {
            throw new DicomStreamException("The data set is not deflated as its transfer syntax says", e);
        }
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
