package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipBodyTest {
    private static byte[] gzip(byte[] piece, int times) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            for (int i = 0; i < times; i++) {
                out.write(piece);
            }
        }
        return packed.toByteArray();
    }

    private static InputStream body(byte[] packed) throws IOException {
        return new GzipBody(new ByteArrayInputStream(packed));
    }

    @Test
    void whatIsPackedComesOutAsItWas() throws Exception {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertThat(body(gzip(noise, 1)).readAllBytes()).isEqualTo(noise);
    }

    @Test
    void blankImagesMayBePackedAThousandTimesWhileTheyAreFew() throws Exception {
        assertThat(body(gzip(new byte[1 << 20], 60)).transferTo(OutputStream.nullOutputStream()))
                .isEqualTo(60L << 20);
    }

    @Test
    void aBombEndsSoonAfterWhatIsAlwaysTaken() throws Exception {
        InputStream bomb = body(gzip(new byte[1 << 20], 300));
        var counted = new long[1];
        assertThatThrownBy(() -> {
                    byte[] buffer = new byte[1 << 16];
                    for (int got = bomb.read(buffer); got >= 0; got = bomb.read(buffer)) {
                        counted[0] += got;
                    }
                })
                .isInstanceOf(GzipBody.TooLarge.class);
        assertThat(counted[0]).isLessThanOrEqualTo(GzipBody.ALWAYS_TAKEN);
    }

    @Test
    void whatIsNoGzipOrIsCutOffIsSaidToBe() throws Exception {
        byte[] packed = gzip(new byte[1000], 1);
        assertThatThrownBy(() -> body("no gzip".getBytes())).isInstanceOf(GzipBody.Broken.class);
        assertThatThrownBy(() -> body(new byte[0])).isInstanceOf(GzipBody.Broken.class);
        assertThatThrownBy(() -> body(Arrays.copyOf(packed, packed.length - 9)).readAllBytes())
                .isInstanceOf(GzipBody.Broken.class);
    }
}
