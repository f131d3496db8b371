package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeldOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HeldOutput held = new HeldOutput(out, () -> out.write('>'), 4);

    private void write(String text) throws Exception {
        held.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatFitsIsHeldUntilTheEnd() throws Exception {
        write("abcd");
        assertThat(held.begun()).isFalse();
        assertThat(out.size()).isZero();
        held.finish();
        assertThat(out).hasToString(">abcd");
    }

    @Test
    void whatIsLongerGoesOnItsWayInOrder() throws Exception {
        write("abc");
        write("de");
        assertThat(held.begun()).isTrue();
        held.write('f');
        held.finish();
        assertThat(out).hasToString(">abcdef");
    }

    @Test
    void nothingIsAnnouncedToo() throws Exception {
        held.finish();
        assertThat(out).hasToString(">");
    }
}
