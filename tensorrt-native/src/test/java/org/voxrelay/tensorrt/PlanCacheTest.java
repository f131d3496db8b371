package org.voxrelay.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.voxrelay.tensorrt.PlanCache.Key;

class PlanCacheTest {
    private static final Key KEY = new Key("abc", 110400, "TensorRT", "sm_90", "1x1x96x96x96", "fp16");

    @TempDir
    Path folder;

    @Test
    void aPlanIsFoundForWhatItWasBuiltForOnly() throws Exception {
        var cache = new PlanCache(folder);
        cache.put(KEY, new byte[] {1, 2, 3});
        assertThat(new PlanCache(folder).find(KEY).orElseThrow()).containsExactly(1, 2, 3);
        assertThat(cache.find(new Key("abc", 110500, "TensorRT", "sm_90", "1x1x96x96x96", "fp16")))
                .isEmpty();
        assertThat(cache.find(new Key("abc", 110400, "TensorRT", "sm_89", "1x1x96x96x96", "fp16")))
                .isEmpty();
    }

    @Test
    void aDamagedPlanIsNotUsed() throws Exception {
        var cache = new PlanCache(folder);
        cache.put(KEY, new byte[100]);
        try (var files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[80] ^= 1;
            Files.write(file, bytes);
        }
        assertThat(cache.find(KEY)).isEmpty();
        cache.put(KEY, new byte[] {7});
        assertThat(cache.find(KEY)).isPresent();
    }
}
