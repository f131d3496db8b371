package org.voxrelay.retrieve;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.LinkedHashSet;
import java.util.List;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.DecodedFrames;
import org.voxrelay.dicom.codec.Grade;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.ReadLimits;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;

/** Opens stored images for whoever needs their decoded frames. */
public final class Images {
    /** The longest look-up table, 65536 entries of two bytes: tables are needed in memory. */
    private static final int LONGEST_TABLE = 128 * 1024;

    private static final ReadLimits IN_MEMORY = new ReadLimits(64, 256L << 20, 384L << 20, 2_000_000, 300);

    private static final List<String> ENCODED = List.of(UID.RLELossless, UID.JPEGLosslessSV1, UID.JPEGLSLossless);

    private final InstanceReader reader;
    private final Codecs codecs;

    public Images(InstanceReader reader, Codecs codecs) {
        this.reader = reader;
        this.codecs = codecs;
    }

    /** The syntaxes that frames of an instance can be written in: as stored, without compression, then the others. */
    public List<String> frameSyntaxes(StoredInstance instance) throws InterruptedException {
        String stored = instance.transferSyntaxUid();
        var all = new LinkedHashSet<String>();
        if (!TransferSyntax.of(stored).deflated()) { // its frames are within a stream that is no frame's
            all.add(stored);
        }
        if (codecs.support(stored).grade() == Grade.AS_IS) {
            return List.copyOf(all);
        }
        all.add(UID.ExplicitVRLittleEndian);
        for (String other : ENCODED) {
            if (codecs.support(other).grade() == Grade.ENCODES) {
                all.add(other);
            }
        }
        return List.copyOf(all);
    }

    /**
     * Opens an image; the caller closes it. No frame is decoded yet.
     *
     * @throws CannotDecode if it is none, or contradicts itself
     */
    public OpenImage open(StoredInstance instance) throws IOException {
        FileChannel file = reader.open(instance);
        boolean handedOver = false;
        try {
            var in = new DicomInputStream(new SeekingInputStream(file));
            TransferSyntax syntax = in.getTransferSyntax();
            if (syntax.deflated()) {
                in.setLimits(IN_MEMORY);
            } else {
                in.setLimits(ReadLimits.STRICT).setBulkData(LONGEST_TABLE);
            }
            Attributes attributes = in.readDataset();
            var frames = DecodedFrames.of(attributes, syntax, InstanceBytes.of(file), codecs);
            var image = new OpenImage(file, attributes, frames, codecs);
            handedOver = true;
            return image;
        } catch (PixelException e) {
            throw new CannotDecode(e);
        } finally {
            if (!handedOver) {
                file.close();
            }
        }
    }
}
