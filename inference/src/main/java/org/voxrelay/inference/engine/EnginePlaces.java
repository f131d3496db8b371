package org.voxrelay.inference.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.voxrelay.inference.engine.tensorrt.TensorRtPlace;

/**
 * Engines beyond the one that comes along.
 *
 * @param openVino folder or file of OpenVINO's library, if not in one of the system's places
 * @param server address of an inference server (Triton, KServe v2): http, https, grpc or grpcs
 * @param tensorRt folders of TensorRT, if the site has it
 * @param onnxRuntime jar of ONNX Runtime whose libraries are unpacked; without one each process unpacks them for itself
 * @param gpuBytes of the GPU that loaded graphs may take together; 0 for four fifths of what it has
 */
public record EnginePlaces(
        Optional<Path> openVino,
        Optional<URI> server,
        Optional<TensorRtPlace> tensorRt,
        Optional<OnnxRuntimeJar> onnxRuntime,
        long gpuBytes) {
    public static final EnginePlaces NONE = new EnginePlaces(Optional.empty(), Optional.empty(), Optional.empty());

    /** With the ONNX Runtime that comes along, of which each process unpacks the libraries. */
    public EnginePlaces(Optional<Path> openVino, Optional<URI> server, Optional<TensorRtPlace> tensorRt) {
        this(openVino, server, tensorRt, Optional.empty(), 0);
    }
}
