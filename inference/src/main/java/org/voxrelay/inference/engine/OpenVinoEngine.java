package org.voxrelay.inference.engine;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import java.util.Optional;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.OpenVinoLibrary.Shape;
import org.voxrelay.inference.engine.OpenVinoLibrary.Version;
import org.voxrelay.inference.model.Graph;

/** OpenVINO on the CPU, by its C interface. Computes in single precision unless a package permits bfloat16. */
public final class OpenVinoEngine implements Engine {
    private static final int OK = 0;

    private final OpenVinoLibrary library;
    private final Pointer core;
    private final int threads;
    private final int floatType;

    private OpenVinoEngine(OpenVinoLibrary library, int threads) throws InferenceException {
        this.library = library;
        this.threads = threads;
        var created = new PointerByReference();
        check(library, library.ov_core_create(created), "OpenVINO does not start");
        core = created.getValue();
        floatType = floatType(library);
    }

    /**
     * @param place where the library is; see the README, VOXRELAY_OPENVINO
     * @param threads that one inference may use
     * @return nothing where there is no usable OpenVINO
     */
    public static Optional<OpenVinoEngine> find(Optional<Path> place, int threads) {
        return OpenVinoLibrary.find(place).flatMap(library -> {
            try {
                return Optional.of(new OpenVinoEngine(library, threads));
            } catch (InferenceException e) {
                return Optional.empty();
            }
        });
    }

    /** Number of the type float: the list of types has been renumbered between releases. */
    private static int floatType(OpenVinoLibrary library) throws InferenceException {
        for (int type = 4; type <= 5; type++) { // 4 since 2025; before that 5, and 4 was of two bytes
            var tensor = new PointerByReference();
            if (library.ov_tensor_create(type, Shape.of(1), tensor) == OK) {
                var bytes = new LongByReference();
                library.ov_tensor_get_byte_size(tensor.getValue(), bytes);
                library.ov_tensor_free(tensor.getValue());
                if (bytes.getValue() == Float.BYTES) {
                    return type;
                }
            }
        }
        throw new InferenceException("This release of OpenVINO numbers its types in an unknown way.");
    }

    static void check(OpenVinoLibrary library, int status, String what) throws InferenceException {
        if (status != OK) {
            String said = library.ov_get_error_info(status) + " " + library.ov_get_last_err_msg();
            throw EngineFailure.HOST.of(what, said, null);
        }
    }

    @Override
    public String name() {
        var version = new Version();
        library.ov_get_openvino_version(version);
        String build =
                version.buildNumber == null ? "" : " " + version.buildNumber.split("-")[0];
        return "OpenVINO" + build + " " + Processor.used(threads);
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        String hint = precision == Precision.SINGLE ? "f32" : "bf16";
        var compiled = new PointerByReference();
        int status = library.ov_core_compile_model_from_file(
                core,
                graph.file().toString(),
                "CPU",
                4,
                compiled,
                "INFERENCE_PRECISION_HINT",
                hint,
                "INFERENCE_NUM_THREADS",
                Integer.toString(threads));
        check(library, status, "The model's graph cannot be loaded");
        var request = new PointerByReference();
        status = library.ov_compiled_model_create_infer_request(compiled.getValue(), request);
        if (status != OK) {
            library.ov_compiled_model_free(compiled.getValue());
        }
        check(library, status, "The model's graph cannot be loaded");
        return new OpenVinoSession(library, floatType, compiled.getValue(), request.getValue(), graph);
    }
}
