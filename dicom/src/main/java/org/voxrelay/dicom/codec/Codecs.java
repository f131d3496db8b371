package org.voxrelay.dicom.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.voxrelay.dicom.codec.CodecRequest.Work;
import org.voxrelay.dicom.codec.jpeg.JpegDecoder;
import org.voxrelay.dicom.codec.jpeg.JpegHeader;
import org.voxrelay.dicom.codec.jpeg.JpegLosslessEncoder;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.YbrFull;

/**
 * Decodes and encodes single frames. Sizes come from the data set and are checked against the stream; a hostile stream
 * ends in a {@link PixelException}, whatever it does to the process that decodes it. For use by several threads.
 */
public final class Codecs {
    private final Optional<CodecProcess> process;

    /** @param process not closed here */
    public Codecs(CodecProcess process) {
        this.process = Optional.of(process);
    }

    private Codecs() {
        this.process = Optional.empty();
    }

    /** @return what needs no codec process; streams for the others end in a {@link PixelException} */
    public static Codecs withoutProcess() {
        return new Codecs();
    }

    /**
     * What an image is after its frames were decoded: colours that a codec stores as luminance and differences are RGB,
     * and samples of a pixel lie together unless the frame holds them as the data set says.
     */
    public static ImagePixel decoded(ImagePixel pixel, String transferSyntaxUid) {
        String photometric = pixel.photometricInterpretation();
        return switch (Coding.of(transferSyntaxUid)) {
            case NONE, DEFLATED_FRAME, UNCOMPRESSED_FRAME, OTHER -> pixel;
            case RLE -> pixel.with(false, photometric);
            case JPEG -> pixel.with(false, pixel.isYbrFull() && pixel.samplesPerPixel() == 3 ? "RGB" : photometric);
            case JPEG_LOSSLESS, JPEG_LS -> pixel.with(false, pixel.isSubsampled() ? "YBR_FULL" : photometric);
            case JPEG_2000 ->
                pixel.with(false, photometric.equals("YBR_ICT") || photometric.equals("YBR_RCT") ? "RGB" : photometric);
        };
    }

    /**
     * @param pixel as the data set says
     * @param frame the bytes of one frame, its fragments joined
     * @return the frame uncompressed, little endian, laid out as {@link #decoded} says
     * @throws PixelException if the stream is none, is cut off or is of another image, or there is no decoder for it
     * @throws IOException if there is no room to hand the frame to the codec process
     */
    public byte[] decode(ImagePixel pixel, String transferSyntaxUid, byte[] frame)
            throws PixelException, IOException, InterruptedException {
        pixel.requireDecodable();
        if (frame.length > 2 * pixel.frameLength() + (4 << 20)) {
            throw new PixelException("A compressed frame is much longer than its image.");
        }
        ImagePixel decoded = decoded(pixel, transferSyntaxUid);
        return switch (Coding.of(transferSyntaxUid)) {
            case NONE, UNCOMPRESSED_FRAME -> uncompressed(pixel, frame);
            case RLE -> RleCodec.decode(decoded, frame);
            case DEFLATED_FRAME -> DeflatedFrame.decode((int) pixel.frameLength(), frame);
            case JPEG, JPEG_LOSSLESS -> decodeJpeg(pixel, decoded, frame);
            case JPEG_LS -> process().decode(Work.DECODE_JPEG_LS, decoded, frame);
            case JPEG_2000 -> process().decode(Work.DECODE_JPEG_2000, decoded, frame);
            case OTHER -> throw new PixelException("The transfer syntax " + transferSyntaxUid + " is not decoded.");
        };
    }

    private CodecProcess process() throws PixelException {
        return process.orElseThrow(() -> new PixelException("The codec process is not configured."));
    }

    /** A byte of padding may follow (PS3.5 section A.4). */
    private static byte[] uncompressed(ImagePixel pixel, byte[] frame) throws PixelException {
        int length = (int) pixel.frameLength();
        if (frame.length < length || frame.length > length + 1) {
            throw new PixelException("A frame has " + frame.length + " bytes instead of " + length + ".");
        }
        return frame.length == length ? frame : Arrays.copyOf(frame, length);
    }

    private byte[] decodeJpeg(ImagePixel pixel, ImagePixel decoded, byte[] frame)
            throws PixelException, IOException, InterruptedException {
        JpegHeader header = JpegHeader.of(frame);
        if (header.rows() != decoded.rows()
                || header.columns() != decoded.columns()
                || header.components().size() != decoded.samplesPerPixel()) {
            throw new PixelException("A JPEG stream of " + header.columns() + " x " + header.rows() + " pixels and "
                    + header.components().size() + " components is not what its image says.");
        }
        boolean ours = header.process() == JpegHeader.LOSSLESS || header.precision() != 8;
        byte[] bytes = ours
                ? decodeHere(decoded, header.precision(), frame)
                : process().decode(Work.DECODE_JPEG, decoded, frame);
        boolean lossy = header.process() != JpegHeader.LOSSLESS;
        if (lossy && pixel.isYbrFull() && decoded.bitsAllocated() == 8 && decoded.samplesPerPixel() == 3) {
            YbrFull.toRgb(bytes);
        }
        return bytes;
    }

    private static byte[] decodeHere(ImagePixel decoded, int precision, byte[] frame) throws PixelException {
        byte[] bytes = new byte[(int) decoded.frameLength()];
        Cells.Sink sink = Cells.sink(decoded, precision, ByteBuffer.wrap(bytes));
        for (char sample : JpegDecoder.decode(frame, (long) decoded.pixels() * decoded.samplesPerPixel())) {
            sink.put(sample);
        }
        return bytes;
    }

    /**
     * Encodes without loss.
     *
     * @param frame uncompressed, little endian, laid out as {@code pixel} says
     * @return the stream, to be one fragment
     * @throws PixelException if this transfer syntax is not written, or not for such images
     */
    public byte[] encode(ImagePixel pixel, String transferSyntaxUid, byte[] frame)
            throws PixelException, IOException, InterruptedException {
        Coding coding = Coding.of(transferSyntaxUid);
        if (!coding.encodes(transferSyntaxUid)) {
            throw new PixelException("The transfer syntax " + transferSyntaxUid + " is not written.");
        }
        pixel.requireDecodable();
        byte[] whole = uncompressed(pixel, frame);
        return switch (coding) {
            case NONE, UNCOMPRESSED_FRAME -> whole;
            case RLE -> RleCodec.encode(pixel, whole);
            case DEFLATED_FRAME -> DeflatedFrame.encode(whole);
            case JPEG_LOSSLESS -> {
                char[] samples = Cells.samples(pixel, whole);
                yield JpegLosslessEncoder.encode(
                        samples,
                        pixel.rows(),
                        pixel.columns(),
                        pixel.samplesPerPixel(),
                        Cells.precision(pixel, samples));
            }
            case JPEG_LS -> encodeJpegLs(pixel, whole);
            case JPEG, JPEG_2000, OTHER -> throw new IllegalStateException("refused before");
        };
    }

    private byte[] encodeJpegLs(ImagePixel pixel, byte[] frame)
            throws PixelException, IOException, InterruptedException {
        char[] samples = Cells.samples(pixel, frame);
        int precision = Cells.precision(pixel, samples);
        int bytes = precision > 8 ? 2 : 1;
        byte[] in = new byte[samples.length * bytes];
        for (int i = 0; i < samples.length; i++) {
            in[i * bytes] = (byte) samples[i];
            if (bytes == 2) {
                in[2 * i + 1] = (byte) (samples[i] >> 8);
            }
        }
        return process()
                .encode(Work.ENCODE_JPEG_LS, pixel.with(false, pixel.photometricInterpretation()), precision, in);
    }

    /** What is done with frames of this transfer syntax where all libraries are installed, and by whom. */
    public static Support supportAtBest(String transferSyntaxUid) {
        Coding coding = Coding.of(transferSyntaxUid);
        Grade decodes = coding == Coding.OTHER ? Grade.AS_IS : Grade.DECODES;
        return new Support(transferSyntaxUid, coding.encodes(transferSyntaxUid) ? Grade.ENCODES : decodes, coding.by());
    }

    /** What is done with frames of this transfer syntax on this machine, and by whom. */
    public Support support(String transferSyntaxUid) throws InterruptedException {
        Coding coding = Coding.of(transferSyntaxUid);
        NativeCodecs installed = process.isPresent() ? process.get().nativeCodecs() : NativeCodecs.NONE;
        Support best = supportAtBest(transferSyntaxUid);
        return switch (coding) {
            case NONE, RLE, DEFLATED_FRAME, UNCOMPRESSED_FRAME, JPEG_LOSSLESS, OTHER -> best;
            case JPEG ->
                process.isPresent()
                        ? best
                        : new Support(transferSyntaxUid, Grade.AS_IS, "the codec process is not configured");
            case JPEG_LS -> ofLibrary(best, installed.charLs());
            case JPEG_2000 -> ofLibrary(best, installed.openJpeg());
        };
    }

    private static Support ofLibrary(Support best, Optional<String> version) {
        return version.map(found -> new Support(best.transferSyntaxUid(), best.grade(), best.by() + " " + found))
                .orElseGet(
                        () -> new Support(best.transferSyntaxUid(), Grade.AS_IS, "not installed here: " + best.by()));
    }
}
