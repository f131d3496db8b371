package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SeriesMetadataTest {
    @Test
    void theCrcOfTwoTextsIsTheCombinationOfTheirs() {
        var random = new Random(7);
        for (int length : new int[] {0, 1, 2, 31, 1000, 70_000}) {
            byte[] first = new byte[length];
            byte[] second = new byte[length / 2 + 1];
            random.nextBytes(first);
            random.nextBytes(second);
            var both = new CRC32();
            both.update(first);
            both.update(second);
            assertThat(Crc32Combination.combine(crc(first), crc(second), second.length))
                    .isEqualTo((int) both.getValue());
        }
    }

    @Test
    void piecesBecomeOneJsonArrayInOneGzipMember() throws Exception {
        var metadata = new SeriesMetadata(List.of(chunk(1, 2, 3), chunk(4), chunk(5, 6)));

        var gzip = new ByteArrayOutputStream();
        metadata.writeGzip(gzip);

        assertThat(metadata.instances()).isEqualTo(6);
        assertThat(metadata.gzipLength()).isEqualTo(gzip.size());
        var inflated = new GZIPInputStream(new ByteArrayInputStream(gzip.toByteArray()));
        assertThat(new String(inflated.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(array(1, 2, 3, 4, 5, 6));
        assertThat(gzip.toByteArray()).startsWith(0x1f, 0x8b);
        assertThat(new String(metadata.openJson().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(array(1, 2, 3, 4, 5, 6));
    }

    @Test
    void piecesOfAnyLengthBecomeOneJsonArrayAsPlainText() throws Exception {
        int[] many = IntStream.rangeClosed(5, 20_000).toArray();
        var metadata = new SeriesMetadata(List.of(chunk(1, 2, 3), chunk(4), chunk(many)));

        var json = new ByteArrayOutputStream();
        metadata.writeJson(json);

        assertThat(json.toString(StandardCharsets.UTF_8))
                .isEqualTo(array(IntStream.rangeClosed(1, 20_000).toArray()));
        assertThat(metadata.jsonLength()).isEqualTo(json.size());
    }

    @Test
    void noPieceIsAnEmptyArray() throws Exception {
        assertThat(new String(new SeriesMetadata(List.of()).openJson().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("[]");
    }

    @Test
    void anArrayIsTakenApartWithoutChangingItsObjects() throws Exception {
        var objects = MetadataObjects.split(array(1, 2, 3).getBytes(StandardCharsets.UTF_8));

        assertThat(objects.keySet()).containsExactly("1.2.1", "1.2.2", "1.2.3");
        assertThat(new String(objects.get("1.2.2"), StandardCharsets.UTF_8)).isEqualTo(object(2));
    }

    private static MetadataChunk chunk(int... numbers) {
        return MetadataChunk.of(IntStream.of(numbers)
                .mapToObj(n -> object(n).getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    private static String array(int... numbers) {
        return "["
                + String.join(
                        ",",
                        IntStream.of(numbers)
                                .mapToObj(SeriesMetadataTest::object)
                                .toList()) + "]";
    }

    private static String object(int number) {
        return "{\"00080016\":{\"vr\":\"UI\",\"Value\":[\"1.2.840\"]},\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.2."
                + number + "\"]},\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Ü" + number + "\"}]}}";
    }

    private static int crc(byte[] text) {
        var crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }
}
