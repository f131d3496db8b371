package org.voxrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.seg.SegForm;

class InferenceSettingsTest {
    @Test
    void nothingNeedsToBeSet() {
        var settings = InferenceSettings.read(name -> null);
        assertThat(settings.memoryBytes()).isEqualTo(8L << 30);
        assertThat(settings.openVino()).isEmpty();
        assertThat(settings.server()).isEmpty();
        assertThat(settings.tensorRt()).isEmpty();
        assertThat(settings.onnxRuntime()).isEmpty();
        assertThat(settings.gpuBytes()).isZero();
    }

    @Test
    void anOnnxRuntimeWithCudaAndTheMemoryOfItsGpuAreRead() {
        var set = Map.of("voxrelay.onnxruntime", " /opt/onnxruntime ", "voxrelay.gpu.memory.bytes", "17179869184");
        assertThat(InferenceSettings.read(set::get).onnxRuntime()).contains(Path.of("/opt/onnxruntime"));
        assertThat(InferenceSettings.read(set::get).gpuBytes()).isEqualTo(16L << 30);
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.gpu.memory.bytes", "1")::get))
                .hasMessageContaining("VOXRELAY_GPU_MEMORY_BYTES must be from");
    }

    @Test
    void anAddressAndAnAmountAreReadOrRefusedByName() {
        var set = Map.of("voxrelay.triton", "http://gpu:8000/", "voxrelay.inference.memory.bytes", "12884901888");
        assertThat(InferenceSettings.read(set::get).server()).contains(URI.create("http://gpu:8000/"));
        assertThat(InferenceSettings.read(Map.of("voxrelay.triton", "grpc://gpu:8001")::get)
                        .server())
                .contains(URI.create("grpc://gpu:8001"));
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.triton", "grpc://gpu:8001/v2/models")::get))
                .hasMessageContaining("VOXRELAY_TRITON");
        assertThat(InferenceSettings.read(Map.of("voxrelay.tensorrt", "/opt/tensorrt/lib")::get)
                        .tensorRt())
                .contains(Path.of("/opt/tensorrt/lib"));
        assertThat(InferenceSettings.read(set::get).memoryBytes()).isEqualTo(12L << 30);
        assertThat(InferenceSettings.read(set::get).segmentation()).isEqualTo(SegForm.AUTO);
        assertThat(InferenceSettings.read(Map.of("voxrelay.segmentation", "labelmap")::get)
                        .segmentation())
                .isEqualTo(SegForm.LABELMAP);
        assertThat(InferenceSettings.read(Map.of("voxrelay.segmentation", "fractional")::get)
                        .segmentation())
                .isEqualTo(SegForm.FRACTIONAL);
        assertThat(InferenceSettings.read(Map.of("voxrelay.series.wait.seconds", "30")::get)
                        .seriesWait())
                .isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.series.wait.seconds", "0")::get))
                .hasMessageContaining("VOXRELAY_SERIES_WAIT_SECONDS must be from 1");
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.segmentation", "surface")::get))
                .hasMessageContaining("VOXRELAY_SEGMENTATION must be auto, binary, labelmap or fractional");
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.triton", "file:///etc/passwd")::get))
                .hasMessageContaining("VOXRELAY_TRITON");
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.inference.memory.bytes", "much")::get))
                .hasMessageContaining("VOXRELAY_INFERENCE_MEMORY_BYTES");
        assertThatThrownBy(() -> InferenceSettings.read(Map.of("voxrelay.inference.memory.bytes", "3")::get))
                .hasMessageContaining("must be from");
    }
}
