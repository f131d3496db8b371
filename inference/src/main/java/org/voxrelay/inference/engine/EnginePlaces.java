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
 */
public record EnginePlaces(Optional<Path> openVino, Optional<URI> server, Optional<TensorRtPlace> tensorRt) {
    public static final EnginePlaces NONE = new EnginePlaces(Optional.empty(), Optional.empty(), Optional.empty());
}
