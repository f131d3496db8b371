package org.voxrelay.tensorrt;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** The C interface of {@code trtshim.cpp}, as far as it is used without a GPU. */
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
        "names",
        "shapes",
        "rank",
        "inputs",
        "timing",
        "timingBytes",
        "progress",
        "user"
    })
    final class BuildRequest extends Structure {
        public Pointer onnx;
        public long onnxBytes;
        public long workspaceBytes;
        public Pointer names;
        public Pointer shapes;
        public int rank;
        public int inputs;
        public Pointer timing;
        public long timingBytes;
        public Progress progress;
        public Pointer user;
    }
}
