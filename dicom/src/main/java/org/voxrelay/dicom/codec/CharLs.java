package org.voxrelay.dicom.codec;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** JPEG-LS by the C interface of CharLS 2. */
final class CharLs {
    private static final int PLANAR = 0;
    private static final int BY_SAMPLE = 2;

    private final Optional<NativeLibrary> library = Library.load(List.of("libcharls.so.2", "charls"));

    Optional<String> version() {
        return library.map(l -> l.getFunction("charls_get_version_string").invokeString(new Object[0], false));
    }

    /** @param in and {@code out} direct */
    void decode(ImagePixel pixel, ByteBuffer in, ByteBuffer out) throws PixelException {
        Pointer decoder = create("charls_jpegls_decoder_create");
        try {
            call("charls_jpegls_decoder_set_source_buffer", decoder, pointer(in), (long) in.remaining());
            call("charls_jpegls_decoder_read_header", decoder);
            Memory info = new Memory(16);
            call("charls_jpegls_decoder_get_frame_info", decoder, info);
            if (info.getInt(0) != pixel.columns()
                    || info.getInt(4) != pixel.rows()
                    || info.getInt(12) != pixel.samplesPerPixel()) {
                throw new PixelException("A JPEG-LS stream of " + info.getInt(0) + " x " + info.getInt(4)
                        + " pixels and " + info.getInt(12) + " components is not what its image says.");
            }
            IntByReference interleave = new IntByReference();
            call("charls_jpegls_decoder_get_interleave_mode", decoder, interleave);
            Cells.Sink sink = Cells.sink(pixel, info.getInt(8), out);
            int bytes = info.getInt(8) > 8 ? 2 : 1;
            ByteBuffer decoded = ByteBuffer.allocateDirect(pixel.pixels() * pixel.samplesPerPixel() * bytes)
                    .order(ByteOrder.nativeOrder());
            call("charls_jpegls_decoder_decode_to_buffer", decoder, pointer(decoded), (long) decoded.capacity(), 0);
            copy(decoded, pixel, interleave.getValue() == PLANAR, bytes, sink);
        } finally {
            function("charls_jpegls_decoder_destroy").invokeVoid(new Object[] {decoder});
        }
    }

    private static void copy(ByteBuffer decoded, ImagePixel pixel, boolean planar, int bytes, Cells.Sink sink) {
        int components = pixel.samplesPerPixel();
        int total = pixel.pixels() * components;
        for (int i = 0; i < total; i++) {
            int from = planar ? i % components * pixel.pixels() + i / components : i;
            sink.put(bytes == 2 ? decoded.getShort(2 * from) : decoded.get(from));
        }
    }

    /**
     * @param in samples of a pixel together, of one byte up to 8 bits of precision and of two above
     * @return the bytes written to {@code out}
     */
    int encode(ImagePixel pixel, int precision, ByteBuffer in, ByteBuffer out) throws PixelException {
        Pointer encoder = create("charls_jpegls_encoder_create");
        try {
            Memory info = new Memory(16);
            info.setInt(0, pixel.columns());
            info.setInt(4, pixel.rows());
            info.setInt(8, precision);
            info.setInt(12, pixel.samplesPerPixel());
            call("charls_jpegls_encoder_set_frame_info", encoder, info);
            if (pixel.samplesPerPixel() > 1) {
                call("charls_jpegls_encoder_set_interleave_mode", encoder, BY_SAMPLE);
            }
            call("charls_jpegls_encoder_set_destination_buffer", encoder, pointer(out), (long) out.remaining());
            call("charls_jpegls_encoder_encode_from_buffer", encoder, pointer(in), (long) in.remaining(), 0);
            LongByReference written = new LongByReference();
            call("charls_jpegls_encoder_get_bytes_written", encoder, written);
            return Math.toIntExact(written.getValue());
        } finally {
            function("charls_jpegls_encoder_destroy").invokeVoid(new Object[] {encoder});
        }
    }

    private Pointer create(String name) throws PixelException {
        if (library.isEmpty()) {
            throw new PixelException("CharLS (libcharls2) is not installed.");
        }
        return function(name).invokePointer(new Object[0]);
    }

    private Function function(String name) {
        return library.orElseThrow().getFunction(name);
    }

    private void call(String name, Object... arguments) throws PixelException {
        int error = function(name).invokeInt(arguments);
        if (error != 0) {
            String message = function("charls_get_error_message").invokeString(new Object[] {error}, false);
            throw new PixelException("CharLS: " + message + ".");
        }
    }

    private static Pointer pointer(ByteBuffer direct) {
        return Native.getDirectBufferPointer(direct.slice());
    }
}
