package org.voxrelay.inference.engine.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.voxrelay.tensorrt.TensorRt;
import org.voxrelay.tensorrt.TensorRtException;

/** The files of one of NVIDIA's two products, and the shim that was compiled for it. */
record TensorRtFiles(String product, Path shim, Path inference, Optional<Path> parser) {
    private static final List<Product> PRODUCTS = List.of(
            new Product("TensorRT", "libnvinfer", "libnvonnxparser", "libvoxrelay-trt-11.so"),
            new Product("TensorRT-RTX", "libtensorrt_rtx", "libtensorrt_onnxparser_rtx", "libvoxrelay-trt-rtx.so"),
            new Product("TensorRT (lean)", "libnvinfer_lean", "libnvonnxparser", "libvoxrelay-trt-11.so"));

    private record Product(String name, String inference, String parser, String shim) {}

    /** @throws TensorRtException if the folder holds none */
    static TensorRtFiles in(TensorRtPlace place) throws TensorRtException {
        for (Product product : PRODUCTS) {
            Optional<Path> inference = find(place.libraries(), product.inference());
            if (inference.isPresent()) {
                Path shim = place.shims().resolve(product.shim()).toAbsolutePath();
                if (!Files.isRegularFile(shim)) {
                    throw new TensorRtException("The shim for " + product.name() + " is not there: " + shim
                            + ". tensorrt-native/build-shim compiles it.");
                }
                return new TensorRtFiles(
                        product.name(), shim, inference.get(), find(place.libraries(), product.parser()));
            }
        }
        throw new TensorRtException("There is no TensorRT library in " + place.libraries() + ".");
    }

    /** The library with the highest number. */
    private static Optional<Path> find(Path folder, String name) throws TensorRtException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name + "\\.so(\\.\\d+)*"))
                    .max((a, b) -> a.getFileName().compareTo(b.getFileName()))
                    .map(Path::toAbsolutePath);
        } catch (IOException e) {
            throw new TensorRtException("The folder of TensorRT cannot be read: " + e.getMessage());
        }
    }

    TensorRt open() throws TensorRtException {
        return TensorRt.open(shim, inference, parser);
    }
}
