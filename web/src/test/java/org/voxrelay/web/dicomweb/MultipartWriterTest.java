package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MultipartWriterTest {
    /** A length said beforehand is that of the bytes, or the connection breaks. */
    @Test
    void knowsItsOverhead() throws IOException {
        String type = "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1";
        var out = new ByteArrayOutputStream();
        var writer = new MultipartWriter("mark", out);
        for (int i = 0; i < 3; i++) {
            writer.part(type);
            out.write(new byte[10]);
        }
        writer.end();
        assertThat(MultipartWriter.overhead("mark", type, 3) + 30).isEqualTo(out.size());
    }
}
