package org.voxrelay.dicom.seg;

import java.io.IOException;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.dicom.codec.FragmentWriter;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** Writes frames compressed, by a codec that needs no other process: RLE Lossless or Deflated Image Frame. */
final class CompressedFrames {
    private final ImagePixel pixel;
    private final String transferSyntaxUid;

    /** @throws IllegalArgumentException if the image is too large to be compressed */
    CompressedFrames(Attributes header, String transferSyntaxUid) {
        try {
            this.pixel = ImagePixel.of(header);
            pixel.requireDecodable();
        } catch (PixelException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        this.transferSyntaxUid = transferSyntaxUid;
    }

    void write(DicomOutputStream out, int count, OrderedFrames.Maker frames) throws IOException {
        var fragments = new FragmentWriter(out);
        fragments.begin();
        OrderedFrames.write(count, index -> encode(frames.make(index)), fragments::write);
        fragments.end();
    }

    private byte[] encode(byte[] frame) {
        try {
            return Codecs.withoutProcess().encode(pixel, transferSyntaxUid, frame);
        } catch (PixelException | IOException e) {
            throw new IllegalStateException("a frame of our own is not encoded: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no process is waited for", e);
        }
    }
}
