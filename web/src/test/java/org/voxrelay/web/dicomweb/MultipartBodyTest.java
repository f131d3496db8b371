package org.voxrelay.web.dicomweb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {
    private record Part(PartHead head, byte[] bytes) {}

    @Test
    void partsComeWithTheirHeadersAndBytes() throws Exception {
        var parts = parts(
                "preamble\r\n--b\r\nContent-Type: application/dicom\r\n\r\none\r\n--b\r\nContent-Location: x/1\r\n"
                        + "content-type: application/octet-stream;\r\n\ttransfer-syntax=1.2.840\r\n\r\n\r\n--b-like\r\n\r\n--b--\r\nend");
        assertThat(parts)
                .extracting(part -> new String(part.bytes(), ISO_8859_1))
                .containsExactly("one", "\r\n--b-like\r\n");
        assertThat(parts.get(0).head().mediaType()).isEqualTo("application/dicom");
        assertThat(parts.get(1).head().mediaType()).isEqualTo("application/octet-stream");
        assertThat(parts.get(1).head().parameter("transfer-syntax")).contains("1.2.840");
        assertThat(parts.get(1).head().location()).isEqualTo(Optional.of("x/1"));
    }

    @Test
    void aPartNeedsNoHeadersAndNoBytes() throws Exception {
        var parts = parts("--b\r\n\r\nbare\r\n--b\r\nContent-Type: a/b\r\n\r\n\r\n--b--");
        assertThat(parts)
                .extracting(part -> new String(part.bytes(), ISO_8859_1))
                .containsExactly("bare", "");
        assertThat(parts.get(0).head()).isEqualTo(PartHead.NONE);
    }

    @Test
    void linesMayEndAsUnixEndsThemAndWhatIsNoHeaderIsPassedOver() throws Exception {
        var parts = parts("--b\nnot a header\nContent-Type: a/b\n\nx\n--b--\n");
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).head().mediaType()).isEqualTo("a/b");
        assertThat(parts.get(0).bytes()).containsExactly('x');
    }

    @Test
    void bytesThatWereNotReadArePassedOver() throws Exception {
        var body = new MultipartBody(
                new ByteArrayInputStream("--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b--".getBytes(ISO_8859_1)), "b");
        assertThat(body.next()).isTrue();
        assertThat(body.next()).isTrue();
        assertThat(body.bytes().readAllBytes()).asString().isEqualTo("second");
        assertThat(body.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--b",
                "--b\r\n",
                "--b\r\nContent-Type: a/b",
                "--b\r\n\r\ncut off",
                "--b\r\n\r\ncut off\r\n--b",
                "--b\r\n\r\nwhole\r\n--b\r\n\r\n",
            })
    void aBodyThatEndsBeforeItsLastBoundaryWasCutOff(String text) {
        assertThatThrownBy(() -> parts(text)).isInstanceOf(MimeIOException.class);
    }

    @Test
    void headersAreBounded() {
        assertThatThrownBy(() -> parts("--b\r\n" + "X: y\r\n".repeat(101) + "\r\n\r\n--b--"))
                .isInstanceOf(MimeException.class);
        assertThatThrownBy(() -> parts("--b\r\nX: " + "y".repeat(20_000) + "\r\n\r\n\r\n--b--"))
                .isInstanceOf(MimeException.class);
        assertThatThrownBy(
                        () -> parts("--b\r\nX: y\r\n" + (" " + "y".repeat(1000) + "\r\n").repeat(20) + "\r\n\r\n--b--"))
                .isInstanceOf(MimeException.class);
    }

    /** Bytes of images, with what looks like a boundary among them, in pieces as a network hands them over. */
    @Test
    void whateverThePartsHoldAndHoweverTheBodyComes() throws Exception {
        var random = new Random(5);
        for (int round = 0; round < 200; round++) {
            var wanted = new ArrayList<byte[]>();
            var body = new ByteArrayOutputStream();
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] bytes = likeABoundary(random, random.nextInt(200_000) >> random.nextInt(18));
                wanted.add(bytes);
                body.writeBytes("\r\n--bound\r\nContent-Type: application/dicom\r\n\r\n".getBytes(ISO_8859_1));
                body.writeBytes(bytes);
            }
            body.writeBytes("\r\n--bound--".getBytes(ISO_8859_1));
            var parts = parts(new Pieces(body.toByteArray(), random), "bound");
            assertThat(parts).extracting(Part::bytes).containsExactlyElementsOf(wanted);
        }
    }

    /** Nothing but what delimiters are made of, against a search that looks at every byte of the whole body. */
    @Test
    void whateverLooksLikeADelimiter() throws Exception {
        var random = new Random(7);
        String[] pieces = {
            "--bb", "--bb--", "-", "b", "\r\n", "\n", "\r", " ", "x", "\r\n--bb\r\n\r\n", "\r\n--bb", "\n--bb "
        };
        int whole = 0;
        for (int round = 0; round < 20_000; round++) {
            var body = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            body.append(random.nextBoolean() ? "\r\n--bb--" : "");
            byte[] bytes = body.toString().getBytes(ISO_8859_1);
            var found = new ArrayList<String>();
            boolean ended = sections(new Pieces(bytes, random), found);
            var wanted = new ArrayList<String>();
            assertThat(ended).as("%s", body).isEqualTo(sections(body.toString(), wanted));
            assertThat(found).as("%s", body).isEqualTo(wanted);
            whole += ended ? 1 : 0;
        }
        assertThat(whole).isBetween(5_000, 19_000);
    }

    /** @return whether the last delimiter was there */
    private static boolean sections(InputStream bytes, List<String> found) throws IOException, MimeException {
        var in = new DelimitedInputStream(bytes, "bb");
        try {
            do {
                found.add(new String(in.readAllBytes(), ISO_8859_1));
            } while (in.nextSection());
            return true;
        } catch (MimeIOException cutOff) {
            return false;
        }
    }

    private static boolean sections(String body, List<String> found) {
        int from = 0;
        for (int at = 0; at < body.length(); at++) {
            if (at < from || at > 0 && body.charAt(at - 1) != '\n' || !body.startsWith("--bb", at)) {
                continue;
            }
            String rest = body.substring(at + 4);
            if (rest.isEmpty() || rest.equals("-") || rest.startsWith("--") || " \r\n".indexOf(rest.charAt(0)) >= 0) {
                int end = at > from && body.charAt(at - 1) == '\n' ? at - 1 : at;
                end = end > from && end < at && body.charAt(end - 1) == '\r' ? end - 1 : end;
                found.add(body.substring(from, end));
                if (rest.startsWith("--")) {
                    return true;
                }
                int line = body.indexOf('\n', at + 4);
                from = line < 0 ? body.length() : line + 1;
            }
        }
        return false;
    }

    @Test
    void aBoundaryIsBounded() {
        assertThatThrownBy(() -> parts(new ByteArrayInputStream(new byte[0]), "b".repeat(300)))
                .isInstanceOf(MimeException.class);
    }

    private static byte[] likeABoundary(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        byte[] almost = "\r\n--boun".getBytes(ISO_8859_1);
        for (int at = random.nextInt(50); at + almost.length < length; at += 1 + random.nextInt(5000)) {
            System.arraycopy(almost, 0, bytes, at, almost.length);
            if (at + almost.length < length) {
                bytes[at + almost.length] = 'x';
            }
        }
        return bytes;
    }

    /** A stream that gives what it has, as a socket does. */
    private static final class Pieces extends ByteArrayInputStream {
        private final Random random;

        Pieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            return super.read(into, offset, Math.min(count, 1 + (random.nextInt(100_000) >> random.nextInt(17))));
        }
    }

    private static List<Part> parts(String body) throws IOException, MimeException {
        return parts(new ByteArrayInputStream(body.getBytes(ISO_8859_1)), "b");
    }

    private static List<Part> parts(InputStream in, String boundary) throws IOException, MimeException {
        var body = new MultipartBody(in, boundary);
        var parts = new ArrayList<Part>();
        while (body.next()) {
            parts.add(new Part(body.head(), body.bytes().readAllBytes()));
        }
        return parts;
    }
}
