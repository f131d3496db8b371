package org.voxrelay.dicom.codec;

import java.io.IOException;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.FrameSource;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.PixelFrames;

/** The frames of an image of any transfer syntax that is decoded here, one at a time. */
public final class DecodedFrames implements FrameSource {
    private final PixelFrames stored;
    private final String codingUid;
    private final Codecs codecs;
    private final ImagePixel pixel;

    private DecodedFrames(PixelFrames stored, String codingUid, Codecs codecs) {
        this.stored = stored;
        this.codingUid = codingUid;
        this.codecs = codecs;
        this.pixel = Codecs.decoded(stored.pixel(), codingUid);
    }

    /**
     * @param image with pixel data in memory or left in the instance
     * @param syntax of the instance; frames that are not encapsulated are not compressed, whatever it says
     * @throws PixelException if the header contradicts itself or the pixel data
     */
    public static DecodedFrames of(Attributes image, TransferSyntax syntax, InstanceBytes bytes, Codecs codecs)
            throws PixelException, IOException {
        PixelFrames stored = PixelFrames.of(image, syntax, bytes);
        String codingUid = stored.isEncapsulated() ? syntax.uid() : TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid();
        return new DecodedFrames(stored, codingUid, codecs);
    }

    @Override
    public ImagePixel pixel() {
        return pixel;
    }

    @Override
    public byte[] read(int index) throws IOException, PixelException, InterruptedException {
        return codecs.decode(stored.pixel(), codingUid, stored.read(index));
    }
}
