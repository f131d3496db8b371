package org.voxrelay.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.Grade;
import org.voxrelay.dicom.codec.Transcoder;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

/**
 * Stored instances as they are, or written anew in another transfer syntax: bare data sets for C-STORE, files for the web.
 * Pixel data is streamed, compressed pixel data frame by frame.
 */
public final class DataSets {
    private static final int LONGEST_KEPT_VALUE = 64 * 1024;

    /** Where values cannot be left in the file, a data set that needs more memory is not rewritten. */
    private static final ReadLimits IN_MEMORY = new ReadLimits(64, 256L << 20, 384L << 20, 2_000_000, 300);

    private static final List<String> UNCOMPRESSED = List.of(
            UID.ExplicitVRLittleEndian,
            UID.ImplicitVRLittleEndian,
            UID.DeflatedExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian);

    /** What is offered where the stored syntax is not taken: every peer must take the last (PS3.5 section 10.1). */
    private static final List<String> OFFERED = UNCOMPRESSED.subList(0, 2);

    private static final List<String> WRITTEN =
            List.of(UID.DeflatedExplicitVRLittleEndian, UID.RLELossless, UID.JPEGLosslessSV1, UID.JPEGLSLossless);

    private final InstanceReader reader;
    private final Codecs codecs;

    public DataSets(InstanceReader reader, Codecs codecs) {
        this.reader = reader;
        this.codecs = codecs;
    }

    /** The syntaxes that an instance can be written in, the stored one first; others if it can be decoded. */
    public List<String> transferSyntaxes(StoredInstance instance) throws InterruptedException {
        String stored = instance.transferSyntaxUid();
        boolean rewritten =
                UNCOMPRESSED.contains(stored) || codecs.support(stored).grade() != Grade.AS_IS;
        return rewritten
                ? Stream.concat(Stream.of(stored), OFFERED.stream()).distinct().toList()
                : List.of(stored);
    }

    /** All that an instance can be written in as a file: the stored one, Explicit VR Little Endian, then the others. */
    public List<String> fileTransferSyntaxes(StoredInstance instance) throws InterruptedException {
        var all = new LinkedHashSet<>(transferSyntaxes(instance));
        if (all.size() > 1) {
            for (String other : WRITTEN) {
                if (codecs.support(other).grade() == Grade.ENCODES) {
                    all.add(other);
                }
            }
        }
        return List.copyOf(all);
    }

    /**
     * @param transferSyntaxUid one of {@link #transferSyntaxes}
     * @param out not closed
     * @throws CannotDecode if the pixels are damaged; some bytes may be written by then
     */
    public void write(StoredInstance instance, String transferSyntaxUid, OutputStream out) throws IOException {
        if (transferSyntaxUid.equals(instance.transferSyntaxUid())) {
            reader.writeDataSetTo(instance, out);
        } else {
            transcode(instance, TransferSyntax.of(transferSyntaxUid), false, out);
        }
    }

    /**
     * Writes a Part 10 file.
     *
     * @param transferSyntaxUid one of {@link #fileTransferSyntaxes}
     * @param out not closed
     * @throws CannotDecode if the pixels are damaged; some bytes may be written by then
     */
    public void writeFile(StoredInstance instance, String transferSyntaxUid, OutputStream out) throws IOException {
        if (transferSyntaxUid.equals(instance.transferSyntaxUid())) {
            reader.writeTo(instance, out);
        } else {
            transcode(instance, TransferSyntax.of(transferSyntaxUid), true, out);
        }
    }

    private void transcode(StoredInstance instance, TransferSyntax to, boolean asFile, OutputStream out)
            throws IOException {
        try (FileChannel file = reader.open(instance)) {
            DicomInputStream in = new DicomInputStream(new SeekingInputStream(file));
            TransferSyntax from = in.getTransferSyntax();
            if (from.encapsulated() || to.encapsulated()) {
                recode(file, in, to, asFile, out);
            } else {
                rewrite(file, in, to, asFile, out);
            }
        }
    }

    private void recode(FileChannel file, DicomInputStream in, TransferSyntax to, boolean asFile, OutputStream out)
            throws IOException {
        if (in.getTransferSyntax().deflated()) {
            in.setLimits(IN_MEMORY);
        } else {
            in.setLimits(ReadLimits.STRICT).setBulkData(LONGEST_KEPT_VALUE);
        }
        try {
            var transcoder =
                    new Transcoder(in.readDataset(), in.getTransferSyntax(), InstanceBytes.of(file), to, codecs);
            if (asFile) {
                transcoder.writeFile(in.getFileMetaInformation(), out);
            } else {
                transcoder.writeDataset(out);
            }
        } catch (PixelException e) {
            throw new CannotDecode(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }

    private static void rewrite(
            FileChannel file, DicomInputStream in, TransferSyntax to, boolean asFile, OutputStream out)
            throws IOException {
        TransferSyntax from = in.getTransferSyntax();
        if (from.deflated() || from.bigEndian()) { // its values lie in the file otherwise than they are sent
            in.setLimits(IN_MEMORY);
        } else {
            in.setLimits(ReadLimits.STRICT).setBulkData(LONGEST_KEPT_VALUE);
        }
        var writer = new DicomOutputStream(out, to).setBulkDataSource(left -> part(file, left.offset(), left.length()));
        if (asFile) {
            writer.writeFile(in.getFileMetaInformation(), in.readDataset());
        } else {
            writer.writeDataset(in.readDataset());
        }
        writer.finish();
    }

    /** The file stays open when the value has been read. */
    private static InputStream part(FileChannel file, long offset, long length) {
        return new SeekingInputStream(file, offset, length) {
            @Override
            public void close() {
                // the file is closed by who opened it
            }
        };
    }
}
