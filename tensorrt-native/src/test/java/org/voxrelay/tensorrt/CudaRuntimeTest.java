package org.voxrelay.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.voxrelay.tensorrt.CudaDevices.Absent;
import org.voxrelay.tensorrt.CudaDevices.Present;

class CudaRuntimeTest {
    @Test
    void aMissingLibraryIsNamedAndIsNoError() {
        assertThat(new CudaRuntime(List.of("libvoxrelay-no-such-library.so")).devices())
                .isEqualTo(new Absent("the CUDA runtime (libcudart) is not installed"));
    }

    @Test
    void aLibraryThatIsNotCudaIsNoReasonToStop() {
        assertThat(new CudaRuntime(List.of("libc.so.6")).devices()).isInstanceOf(Absent.class);
    }

    @Test
    void thisMachineIsDescribedWhateverItHas() {
        CudaDevices devices = new CudaRuntime().devices();
        if (devices instanceof Present present) {
            assertThat(present.count()).isPositive();
            assertThat(present.runtimeVersion()).isGreaterThanOrEqualTo(10_000);
        } else {
            assertThat(((Absent) devices).why()).isNotBlank();
        }
    }
}
