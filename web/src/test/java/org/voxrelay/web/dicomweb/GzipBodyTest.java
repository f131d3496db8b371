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

    /** Each of a million empty members (RFC 1952 section 2.2) has 20 bytes. */
    @Test
    void membersThatHoldNothingDoNotFillTheStack() throws Exception {
        var many = new ByteArrayOutputStream();
        byte[] empty = gzip(new byte[0], 1);
        for (int i = 0; i < 1_000_000; i++) {
            many.write(empty);
        }
        assertThatThrownBy(() -> body(many.toByteArray()).readAllBytes()).isInstanceOf(GzipBody.Broken.class);
    }

    @Test
    void membersBehindEachOtherAreOneBody() throws Exception {
        var both = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            both.write(gzip(new byte[] {(byte) i}, 1));
            both.write(gzip(new byte[0], 1));
        }
        assertThat(body(both.toByteArray()).readAllBytes()).hasSize(300);
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
