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
        var cache = new PlanCache(folder, 1 << 20);
        cache.put(KEY, new byte[] {1, 2, 3});
        assertThat(new PlanCache(folder, 1 << 20).find(KEY).orElseThrow()).containsExactly(1, 2, 3);
        assertThat(cache.find(new Key("abc", 110500, "TensorRT", "sm_90", "1x1x96x96x96", "fp16")))
                .isEmpty();
        assertThat(cache.find(new Key("abc", 110400, "TensorRT", "sm_89", "1x1x96x96x96", "fp16")))
                .isEmpty();
    }

    @Test
    void aDamagedPlanIsNotUsed() throws Exception {
        var cache = new PlanCache(folder, 1 << 20);
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

    @Test
    void whatWasUsedLongestAgoMakesRoom() throws Exception {
        var cache = new PlanCache(folder, 250);
        Key[] keys = new Key[3];
        for (int i = 0; i < 3; i++) {
            keys[i] = new Key("graph" + i, 110400, "TensorRT", "sm_90", "1x1x96x96x96", "f32");
        }
        cache.put(keys[0], new byte[70]);
        cache.put(keys[1], new byte[70]);
        try (var files = Files.list(folder)) {
            files.forEach(file -> file.toFile().setLastModified(1_000_000));
        }
        assertThat(cache.find(keys[0])).isPresent(); // used just now
        cache.put(keys[2], new byte[70]);
        assertThat(cache.find(keys[0])).isPresent();
        assertThat(cache.find(keys[1])).isEmpty();
        assertThat(cache.find(keys[2])).isPresent();
    }
}
