package org.voxrelay.inference.engine.tensorrt;

import java.nio.file.Path;

/**
 * Where TensorRT is.
 *
 * @param libraries folder of TensorRT's or TensorRT-RTX's shared libraries, as the site has installed them
 * @param shims folder of what {@code tensorrt-native/build-shim} compiled
 * @param plans folder that keeps what was built for this machine's GPU
 */
public record TensorRtPlace(Path libraries, Path shims, Path plans) {}
