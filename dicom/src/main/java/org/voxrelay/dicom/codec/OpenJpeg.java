package org.voxrelay.dicom.codec;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.PixelException;

/** JPEG 2000 and HTJ2K by the C interface of OpenJPEG 2 (its structures as on 64-bit systems). */
final class OpenJpeg {
    private static final int CODESTREAM = 0;
    private static final int JP2 = 2;
    private static final int PARAMETERS_BYTES = 16 * 1024; // more than opj_dparameters_t of any version has
    private static final int COMPONENT_BYTES = 64;
    private static final long END = -1;

    private final Optional<NativeLibrary> library = Library.load(List.of("libopenjp2.so.7", "openjp2"));

    Optional<String> version() {
        return library.map(l -> l.getFunction("opj_version").invokeString(new Object[0], false));
    }

    /** Called by the library; must not throw. */
    public interface Read extends Callback {
        long invoke(Pointer buffer, long length, Pointer user);
    }

    /** Skips, and seeks with a result of 0 or 1 that is read as an int. */
    public interface Move extends Callback {
        long invoke(long distance, Pointer user);
    }

    /** The library's reasons, the last of which is kept. */
    public interface Log extends Callback {
        void invoke(String message, Pointer user);
    }

    private static final class Source {
        private final ByteBuffer bytes;
        private String reason = "no reason given";
        private final Read read = this::read;
        private final Move skip = this::skip;
        private final Move seek = this::seek;
        private final Log log = (message, user) -> reason = message.strip();

        Source(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        private long read(Pointer buffer, long length, Pointer user) {
            int count = (int) Math.min(length, bytes.remaining());
            if (count == 0) {
                return END;
            }
            buffer.getByteBuffer(0, count).put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count;
        }

        private long skip(long distance, Pointer user) {
            int step = (int) Math.max(-bytes.position(), Math.min(distance, bytes.remaining()));
            bytes.position(bytes.position() + step);
            return step == 0 && distance != 0 ? END : step;
        }

        private long seek(long position, Pointer user) {
            if (position < 0 || position > bytes.limit()) {
                return 0;
            }
            bytes.position((int) position);
            return 1;
        }
    }

    /** What the library made, destroyed in reverse order. */
    private final class Session implements AutoCloseable {
        private final Source source;
        private final Pointer codec;
        private final Pointer stream;
        private Pointer image = Pointer.NULL;

        Session(ByteBuffer in) {
            source = new Source(in);
            codec = pointer("opj_create_decompress", isJp2(in) ? JP2 : CODESTREAM);
            stream = pointer("opj_stream_default_create", 1);
            function("opj_set_error_handler").invokeInt(new Object[] {codec, source.log, Pointer.NULL});
            call("opj_stream_set_read_function", stream, source.read);
            call("opj_stream_set_skip_function", stream, source.skip);
            call("opj_stream_set_seek_function", stream, source.seek);
            call("opj_stream_set_user_data_length", stream, (long) in.limit());
        }

        Pointer readHeader() throws PixelException {
            Memory parameters = new Memory(PARAMETERS_BYTES);
            parameters.clear();
            call("opj_set_default_decoder_parameters", parameters);
            require("opj_setup_decoder", codec, parameters);
            PointerByReference made = new PointerByReference();
            boolean read = function("opj_read_header").invokeInt(new Object[] {stream, codec, made}) != 0;
            image = made.getValue();
            if (!read || image == null) {
                throw new PixelException("OpenJPEG: " + source.reason + ".");
            }
            return image;
        }

        void decode() throws PixelException {
            require("opj_decode", codec, stream, image);
            require("opj_end_decompress", codec, stream);
        }

        private void require(String name, Object... arguments) throws PixelException {
            if (function(name).invokeInt(arguments) == 0) {
                throw new PixelException("OpenJPEG: " + source.reason + ".");
            }
        }

        @Override
        public void close() {
            if (image != null) {
                call("opj_image_destroy", image);
            }
            call("opj_stream_destroy", stream);
            call("opj_destroy_codec", codec);
        }
    }

    private static boolean isJp2(ByteBuffer in) {
        return in.remaining() > 12 && in.get(0) == 0 && in.get(4) == 'j' && in.get(5) == 'P';
    }

    void decode(ImagePixel pixel, ByteBuffer in, ByteBuffer out) throws PixelException {
        if (library.isEmpty()) {
            throw new PixelException("OpenJPEG (libopenjp2-7) is not installed.");
        }
        try (Session session = new Session(in)) {
            Pointer image = session.readHeader();
            int width = image.getInt(8) - image.getInt(0);
            int height = image.getInt(12) - image.getInt(4);
            if (width != pixel.columns() || height != pixel.rows() || image.getInt(16) != pixel.samplesPerPixel()) {
                throw new PixelException("A JPEG 2000 stream of " + width + " x " + height + " pixels and "
                        + image.getInt(16) + " components is not what its image says.");
            }
            session.decode();
            copy(image.getPointer(24), pixel, out);
        }
    }

    /** Components as 32-bit numbers, at known places in an array of opj_image_comp_t. */
    private static void copy(Pointer components, ImagePixel pixel, ByteBuffer out) throws PixelException {
        int count = pixel.samplesPerPixel();
        Pointer[] data = new Pointer[count];
        Cells.Sink[] sinks = new Cells.Sink[count];
        for (int c = 0; c < count; c++) {
            Pointer component = components.share((long) c * COMPONENT_BYTES);
            data[c] = component.getPointer(48);
            boolean whole = component.getInt(8) == pixel.columns() && component.getInt(12) == pixel.rows();
            if (!whole || data[c] == null) {
                throw new PixelException("A JPEG 2000 stream with subsampled or missing components is not decoded.");
            }
            sinks[c] = Cells.sink(pixel, component.getInt(24), out);
        }
        int[][] rows = new int[count][pixel.columns()];
        for (int y = 0; y < pixel.rows(); y++) {
            for (int c = 0; c < count; c++) {
                data[c].read((long) y * pixel.columns() * Integer.BYTES, rows[c], 0, pixel.columns());
            }
            for (int x = 0; x < pixel.columns(); x++) {
                for (int c = 0; c < count; c++) {
                    sinks[c].put(rows[c][x]);
                }
            }
        }
    }

    private Function function(String name) {
        return library.orElseThrow().getFunction(name);
    }

    private Pointer pointer(String name, Object... arguments) {
        return function(name).invokePointer(arguments);
    }

    private void call(String name, Object... arguments) {
        function(name).invokeVoid(arguments);
    }
}
