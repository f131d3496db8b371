package org.voxrelay.inference.engine;

import java.util.regex.Pattern;
import org.voxrelay.inference.InferenceException;

/** What an engine says when it fails, as a sentence for a person. */
enum EngineFailure {
    /** Of an engine on the CPU. */
    HOST("more memory for the process that computes (VOXRELAY_INFERENCE_MEMORY_BYTES)"),
    /** Of an engine on the GPU. */
    GPU("more memory of the GPU (VOXRELAY_GPU_MEMORY_BYTES)");

    private static final Pattern NO_MEMORY = Pattern.compile(
            "bad_alloc|bad allocation|failed to allocate|not enough memory|out of memory|OutOfMemory",
            Pattern.CASE_INSENSITIVE);

    private final String remedy;

    EngineFailure(String remedy) {
        this.remedy = remedy;
    }

    /** @param what failed, for example "The engine failed" */
    InferenceException of(String what, String said, Throwable cause) {
        if (NO_MEMORY.matcher(said).find()) {
            return new InferenceException(
                    what + ": the model asks for more memory than there is. A smaller window is needed, or " + remedy
                            + ". The engine says: " + said,
                    cause);
        }
        return new InferenceException(what + ": " + said, cause);
    }
}
