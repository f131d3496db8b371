package org.voxrelay.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.dict.UID;
import org.voxrelay.dicom.io.DicomOutputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.YbrFull;

/**
 * An instance in another transfer syntax: any that is decoded here into any that is written here, without loss. Frames
 * pass one at a time. The attributes that describe pixels are those of the new form. Made for one writing.
 */
public final class Transcoder {
    private static final long LONGEST_VALUE = 0xFFFFFFFEL;
    private static final Set<String> LOSSY =
            Set.of(UID.JPEGBaseline8Bit, UID.JPEGExtended12Bit, UID.JPEGLSNearLossless, UID.JPEG2000, UID.HTJ2K);

    private final Codecs codecs;
    private final TransferSyntax to;
    private final Attributes dataset;
    private final InstanceBytes bytes;
    private final DecodedFrames frames;

    /**
     * Prepares an instance; nothing is decoded yet.
     *
     * @param source its attributes, long values and pixel data in memory or left in the instance; stays as it is
     * @param from its transfer syntax
     * @param bytes where values were left; for a deflated syntax nothing may have been
     * @param to the transfer syntax wanted
     * @throws PixelException if the image contradicts itself, or one of the two syntaxes is only passed on here
     */
    public Transcoder(Attributes source, TransferSyntax from, InstanceBytes bytes, TransferSyntax to, Codecs codecs)
            throws PixelException, IOException {
        this.codecs = codecs;
        this.to = to;
        this.bytes = bytes;
        if (!Coding.of(to.uid()).encodes(to.uid())) {
            throw new PixelException("The transfer syntax " + to.uid() + " is not written.");
        }
        this.dataset = from.bigEndian() ? new BigEndianValues(bytes).inMemory(source) : new Attributes(source);
        boolean asItIs = !source.containsValue(Tag.PixelData)
                || source.getFragments(Tag.PixelData).isEmpty() && !from.bigEndian() && isNative(to);
        this.frames = asItIs ? null : DecodedFrames.of(source, from, bytes, codecs);
        if (frames != null) {
            checkLength();
            describePixels(from);
        }
    }

    private static boolean isNative(TransferSyntax syntax) {
        return Coding.of(syntax.uid()) == Coding.NONE;
    }

    private void checkLength() throws PixelException {
        ImagePixel pixel = frames.pixel();
        if (isNative(to) && pixel.totalLength() > LONGEST_VALUE) {
            throw new PixelException("The pixels are too many for an uncompressed value.");
        }
        if (isNative(to) && pixel.bitsAllocated() == 1 && pixel.pixels() % 8 != 0 && pixel.frames() > 1) {
            throw new PixelException("Frames of single bits that do not end at a byte are not joined.");
        }
    }

    private void describePixels(TransferSyntax from) {
        ImagePixel pixel = written();
        dataset.remove(Tag.ExtendedOffsetTable).remove(Tag.ExtendedOffsetTableLengths);
        dataset.setString(Tag.PhotometricInterpretation, pixel.photometricInterpretation());
        if (pixel.samplesPerPixel() > 1) {
            dataset.setInt(Tag.PlanarConfiguration, hasPlanes(pixel) ? 1 : 0);
        }
        if (LOSSY.contains(from.uid())) {
            dataset.setString(Tag.LossyImageCompression, "01");
        }
    }

    /** Whatever they are given, RLE stores planes, and the others samples of a pixel together. */
    private boolean hasPlanes(ImagePixel pixel) {
        return switch (Coding.of(to.uid())) {
            case RLE -> true;
            case JPEG, JPEG_LOSSLESS, JPEG_LS, JPEG_2000 -> false;
            case NONE, DEFLATED_FRAME, UNCOMPRESSED_FRAME, OTHER -> pixel.planar();
        };
    }

    /** The pixels as they are handed to the encoder. */
    private ImagePixel written() {
        ImagePixel pixel = frames.pixel();
        boolean codec = switch (Coding.of(to.uid())) {
            case RLE, JPEG_LOSSLESS, JPEG_LS -> true;
            case NONE, DEFLATED_FRAME, UNCOMPRESSED_FRAME, JPEG, JPEG_2000, OTHER -> false;
        };
        return codec && pixel.isSubsampled() ? pixel.with(false, "YBR_FULL") : pixel;
    }

    /** Writes a Part 10 file. The stream is flushed, not closed. */
    public void writeFile(Attributes fileMetaInformation, OutputStream out)
            throws IOException, PixelException, InterruptedException {
        write(stream(out), fileMetaInformation);
    }

    /** Writes the bare data set, as C-STORE sends it. The stream is flushed, not closed. */
    public void writeDataset(OutputStream out) throws IOException, PixelException, InterruptedException {
        write(stream(out), null);
    }

    @SuppressWarnings("resource") // closing it would close the caller's stream
    private DicomOutputStream stream(OutputStream out) {
        return new DicomOutputStream(out, to).setBulkDataSource(bytes::stream);
    }

    /** @param fileMetaInformation null for a bare data set */
    private void write(DicomOutputStream out, Attributes fileMetaInformation)
            throws IOException, PixelException, InterruptedException {
        Attributes before = frames == null ? dataset : part(true);
        if (fileMetaInformation == null) {
            out.writeDataset(before);
        } else {
            out.writeFile(fileMetaInformation, before);
        }
        if (frames != null) {
            writePixels(out);
            out.writeDataset(part(false));
        }
        out.finish();
    }

    private Attributes part(boolean beforePixels) {
        Attributes part = new Attributes(dataset);
        for (int tag : dataset.tags()) {
            int order = Integer.compareUnsigned(tag, Tag.PixelData);
            if (order == 0 || order < 0 != beforePixels) {
                part.remove(tag);
            }
        }
        return part;
    }

    private void writePixels(DicomOutputStream out) throws IOException, PixelException, InterruptedException {
        ImagePixel pixel = written();
        if (isNative(to)) {
            long length = pixel.totalLength();
            VR vr = pixel.bitsAllocated() > 8 || !to.explicitVr() ? VR.OW : VR.OB;
            out.writeElementHeader(Tag.PixelData, vr, length + length % 2);
            for (int i = 0; i < pixel.frames(); i++) {
                byte[] frame = frames.read(i);
                out.write(frame, 0, frame.length);
            }
            if (length % 2 == 1) {
                out.write(0);
            }
            return;
        }
        FragmentWriter fragments = new FragmentWriter(out);
        fragments.begin();
        for (int i = 0; i < pixel.frames(); i++) {
            byte[] frame = frames.read(i);
            boolean expand = frames.pixel().isSubsampled() && !pixel.isSubsampled();
            byte[] full = expand ? YbrFull.expand422(frames.pixel(), frame) : frame;
            fragments.write(codecs.encode(pixel, to.uid(), full));
        }
        fragments.end();
    }
}
