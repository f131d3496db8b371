package org.voxrelay.tensorrt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** The C interface of {@code trtshim.cpp}. */
interface ShimLibrary extends Library {
    /** Hears what TensorRT logs. */
    interface Log extends Callback {
        void invoke(int severity, String message, Pointer user);
    }

    /** Hears how far a build is; answers 0 to cancel it. */
    interface Progress extends Callback {
        int invoke(int kind, String phase, int step, Pointer user);
    }

    String vt_last_error();

    int vt_compiled_major();

    Pointer vt_open(String inference, String parser, Log log, Pointer user);

    void vt_close(Pointer library);

    int vt_version(Pointer library);

    int vt_can_build(Pointer library);

    Pointer vt_runtime(Pointer library);

    void vt_runtime_free(Pointer runtime);

    Pointer vt_engine(Pointer runtime, Memory plan, long bytes);

    void vt_engine_free(Pointer engine);

    long vt_device_bytes(Pointer engine);

    String vt_tensor_name(Pointer engine, int index);

    int vt_is_input(Pointer engine, String name);

    int vt_tensor_type(Pointer engine, String name);

    Pointer vt_context(Pointer engine);

    void vt_context_free(Pointer context);

    int vt_set_shape(Pointer context, String name, long[] sizes, int count);

    int vt_tensor_shape(Pointer context, String name, long[] sizes, int most);

    int vt_set_address(Pointer context, String name, Pointer device);

    int vt_enqueue(Pointer context, Pointer stream);

    Pointer vt_build(Pointer library, BuildRequest request);

    Pointer vt_plan_data(Pointer plan);

    long vt_plan_bytes(Pointer plan);

    Pointer vt_timing_data(Pointer plan);

    long vt_timing_bytes(Pointer plan);

    void vt_plan_free(Pointer plan);

    /** As in {@code trtshim.cpp}. */
    @FieldOrder({
        "onnx",
        "onnxBytes",
        "workspaceBytes",
        "shapes",
        "rank",
        "tf32",
        "timing",
        "timingBytes",
        "progress",
        "user"
    })
    final class BuildRequest extends Structure {
        public Pointer onnx;
        public long onnxBytes;
        public long workspaceBytes;
        public Pointer shapes;
        public int rank;
        public int tf32;
        public Pointer timing;
        public long timingBytes;
        public Progress progress;
        public Pointer user;
    }
}
