package org.voxrelay.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.voxrelay.dicom.seg.SegForm;

/**
 * What an administrator can set for inference, read as {@link Settings} are.
 *
 * @param memoryBytes that volumes and scores may take in the process that computes (VOXRELAY_INFERENCE_MEMORY_BYTES)
 * @param openVino folder or file of OpenVINO's library (VOXRELAY_OPENVINO)
 * @param segmentation form of the segmentations that are written where a model does not say it (VOXRELAY_SEGMENTATION)
 * @param server address of an inference server that speaks KServe v2, as Triton does (VOXRELAY_TRITON)
 * @param seriesWait how long a step waits for a series that its model needs and that is not there
 *     (VOXRELAY_SERIES_WAIT_SECONDS)
 * @param tensorRt folder of TensorRT's libraries (VOXRELAY_TENSORRT)
 * @param tensorRtShims folder of our shims over them (VOXRELAY_TENSORRT_SHIMS)
 * @param onnxRuntime jar, or folder with the jar, of an ONNX Runtime with CUDA (VOXRELAY_ONNXRUNTIME)
 * @param gpuBytes of the GPU that loaded graphs may take together; 0 for four fifths of it (VOXRELAY_GPU_MEMORY_BYTES)
 */
public record InferenceSettings(
        long memoryBytes,
        Optional<Path> openVino,
        SegForm segmentation,
        Optional<URI> server,
        Duration seriesWait,
        Optional<Path> tensorRt,
        Path tensorRtShims,
        Optional<Path> onnxRuntime,
        long gpuBytes) {
    private static final long USUAL = 8L << 30;
    private static final long LEAST = 256L << 20;
    private static final long MOST = 1L << 42;
    private static final long USUAL_WAIT_SECONDS = 600;
    private static final long LONGEST_WAIT_SECONDS = 604_800;
    private static final Path SHIMS = Path.of("tensorrt-native/target/native");

    /** @throws IllegalArgumentException with the name of a setting whose value is not usable */
    public static InferenceSettings read() {
        return read(name -> Optional.ofNullable(System.getProperty(name))
                .orElseGet(() -> System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'))));
    }

    static InferenceSettings read(UnaryOperator<String> source) {
        var server = Optional.ofNullable(source.apply("voxrelay.triton"))
                .filter(address -> !address.isBlank())
                .map(address -> server(address.strip()));
        return new InferenceSettings(
                memory(source.apply("voxrelay.inference.memory.bytes")),
                path(source.apply("voxrelay.openvino")),
                segmentation(source.apply("voxrelay.segmentation")),
                server,
                seriesWait(source.apply("voxrelay.series.wait.seconds")),
                path(source.apply("voxrelay.tensorrt")),
                path(source.apply("voxrelay.tensorrt.shims")).orElse(SHIMS),
                path(source.apply("voxrelay.onnxruntime")),
                number("VOXRELAY_GPU_MEMORY_BYTES", source.apply("voxrelay.gpu.memory.bytes"), 0, LEAST, MOST));
    }

    private static Optional<Path> path(String value) {
        return Optional.ofNullable(value).filter(path -> !path.isBlank()).map(path -> Path.of(path.strip()));
    }

    private static URI server(String address) {
        if (!address.matches("(https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._/-]*)?|grpcs?://[A-Za-z0-9.:\\[\\]-]+/?)")) {
            throw new IllegalArgumentException(
                    "VOXRELAY_TRITON must be as http://host:8000/ or grpc://host:8001, not " + address);
        }
        return URI.create(address);
    }

    private static SegForm segmentation(String value) {
        if (value == null || value.isBlank()) {
            return SegForm.AUTO;
        }
        for (SegForm form : SegForm.values()) {
            if (form.name().equalsIgnoreCase(value.strip())) {
                return form;
            }
        }
        throw new IllegalArgumentException(
                "VOXRELAY_SEGMENTATION must be auto, binary, labelmap or fractional, not " + value);
    }

    private static long memory(String value) {
        return number("VOXRELAY_INFERENCE_MEMORY_BYTES", value, USUAL, LEAST, MOST);
    }

    private static Duration seriesWait(String value) {
        return Duration.ofSeconds(
                number("VOXRELAY_SERIES_WAIT_SECONDS", value, USUAL_WAIT_SECONDS, 1, LONGEST_WAIT_SECONDS));
    }

    private static long number(String name, String value, long usual, long least, long most) {
        if (value == null || value.isBlank()) {
            return usual;
        }
        try {
            long number = Long.parseLong(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a whole number: " + value);
        }
        throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
    }
}
