package org.voxrelay.inference.engine;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of OpenVINO's C interface that we use. Names are its own. */
interface OpenVinoLibrary extends Library {
    int ov_get_openvino_version(Version version);

    int ov_core_create(PointerByReference core);

    int ov_core_compile_model_from_file(
            Pointer core, String model, String device, long properties, PointerByReference compiled, Object... pairs);

    int ov_compiled_model_create_infer_request(Pointer compiled, PointerByReference request);

    void ov_compiled_model_free(Pointer compiled);

    int ov_infer_request_set_tensor(Pointer request, String name, Pointer tensor);

    int ov_infer_request_set_input_tensor(Pointer request, Pointer tensor);

    int ov_infer_request_set_output_tensor(Pointer request, Pointer tensor);

    int ov_infer_request_infer(Pointer request);

    void ov_infer_request_free(Pointer request);

    int ov_tensor_create(int type, Shape.ByValue shape, PointerByReference tensor);

    int ov_tensor_create_from_host_ptr(int type, Shape.ByValue shape, Buffer data, PointerByReference tensor);

    int ov_tensor_get_byte_size(Pointer tensor, LongByReference bytes);

    void ov_tensor_free(Pointer tensor);

    String ov_get_error_info(int status);

    String ov_get_last_err_msg();

    /** What the library calls itself. */
    @FieldOrder({"buildNumber", "description"})
    class Version extends Structure {
        public String buildNumber;
        public String description;
    }

    /** Sizes of a tensor. */
    @FieldOrder({"rank", "dims"})
    class Shape extends Structure {
        public long rank;
        public Pointer dims;

        /** As functions take it. */
        static final class ByValue extends Shape implements Structure.ByValue {}

        static ByValue of(long... sizes) {
            var dims = new Memory((long) Long.BYTES * sizes.length);
            dims.write(0, sizes, 0, sizes.length);
            var shape = new ByValue();
            shape.rank = sizes.length;
            shape.dims = dims;
            return shape;
        }
    }

    /**
     * Looks for the library.
     *
     * @param place a file, or a folder that holds it, for example that of the Python package; without one the system's
     *     own places are searched
     */
    static Optional<OpenVinoLibrary> find(Optional<Path> place) {
        List<String> names = place.isPresent() ? within(place.get()) : List.of("openvino_c");
        for (String name : names) {
            try {
                return Optional.of(Native.load(name, OpenVinoLibrary.class));
            } catch (UnsatisfiedLinkError e) {
                continue; // the next name
            }
        }
        return Optional.empty();
    }

    private static List<String> within(Path place) {
        List<String> found = new ArrayList<>();
        for (Path folder : List.of(place, place.resolve("libs"), place.resolve("openvino/libs"))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.getFileName().toString().matches("(lib)?openvino_c\\.(so|dylib|dll).*"))
                            .forEach(file -> found.add(file.toAbsolutePath().toString()));
                } catch (IOException e) {
                    continue; // not readable: as if it were not there
                }
            }
        }
        return Files.isRegularFile(place) ? List.of(place.toAbsolutePath().toString()) : found;
    }
}
