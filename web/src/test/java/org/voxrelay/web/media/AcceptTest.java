package org.voxrelay.web.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voxrelay.web.problem.Problem;

/** Negotiation by the letter of PS3.18 section 8.7, a row a rule. */
class AcceptTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String JPEG_LS = "1.2.840.10008.1.2.4.80";

    /** An instance stored in JPEG-LS, which can be sent as it is or decoded. */
    private static final List<Representation> COMPRESSED = Stream.of(
                    Representation.parts("application/dicom"), Representation.single("application/dicom"))
            .flatMap(form -> Stream.of(form.in(JPEG_LS), form.in(EXPLICIT)))
            .toList();

    private static final List<Representation> FRAME = List.of(
            Representation.parts("application/octet-stream").in(JPEG_LS),
            Representation.parts("image/jls").in(JPEG_LS),
            Representation.parts("application/octet-stream").in(EXPLICIT));

    private static final List<Representation> PICTURE = List.of(
            Representation.single("image/jpeg"),
            Representation.single("image/png"),
            Representation.single("image/gif"),
            Representation.parts("image/jpeg"));

    private static Accept accept(String header, String query) {
        return Accept.of(
                header == null ? List.of() : List.of(header.replace('\'', '"')),
                query == null ? List.of() : List.of(query));
    }

    @ParameterizedTest(name = "{0}: {1} {2} -> {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8.7.3.2 default syntax     | multipart/related; type='application/dicom'                    | parts plain",
                "8.7.3.2 as stored          | multipart/related; type='application/dicom'; transfer-syntax=* | parts stored",
                "8.7.3.2 named              | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80 | parts stored",
                "8.7.3.2 quoted             | multipart/related; type='application/dicom'; transfer-syntax='1.2.840.10008.1.2.1' | parts plain",
                "8.7.3.2 not available      | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90 | none",
                "8.7.5 any is the default   | */*                                                            | parts plain",
                "8.7.5 any, as stored       | */*; transfer-syntax=*                                         | parts stored",
                "8.7.5 no type of the parts | multipart/related                                              | parts plain",
                "8.7.5 one part             | application/dicom                                              | single plain",
                "8.7.5 one part as stored   | application/dicom; transfer-syntax=*                           | single stored",
                "8.7.5 a kind of types      | application/*                                                  | single plain",
                "8.7.5 other kind           | text/html                                                      | none",
                "8.7.5 nonsense is ignored  | ;;=, application/dicom, a/b/c                                  | single plain",
                "8.7.5 nothing else         | nonsense                                                       | none",
                "9110 12.5.1 case           | Application/DICOM                                              | single plain",
                "9110 12.5.1 quality        | application/dicom; q=0.5, multipart/related; type=application/dicom; q=0.9 | parts plain",
                "9110 12.5.1 quality        | application/dicom; q=0.9, multipart/related; type=application/dicom; q=0.5 | single plain",
                "9110 12.5.1 q=0            | application/dicom; q=0                                         | none",
                "9110 12.5.1 the specific   | */*, multipart/related; type=application/dicom; q=0            | single plain",
                "9110 12.5.1 equal: stored  | application/dicom; transfer-syntax=1.2.840.10008.1.2.1, application/dicom; transfer-syntax=1.2.840.10008.1.2.4.80 | single stored",
                "9110 12.5.1 bad q is 1     | application/dicom; q=much                                      | single plain",
            })
    void anInstance(String rule, String header, String expected) {
        assertThat(said(accept(header, null).best(COMPRESSED))).as(rule).isEqualTo(expected);
    }

    private static String said(Optional<Representation> chosen) {
        return chosen.map(r -> (r.multipart() ? "parts " : "single ")
                        + (r.transferSyntaxUid().equals(EXPLICIT) ? "plain" : "stored"))
                .orElse("none");
    }

    @ParameterizedTest(name = "{0}: {1} -> {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8.7.3.3 plain pixels       | multipart/related; type=application/octet-stream                    | application/octet-stream | 1.2.840.10008.1.2.1",
                "8.7.3.3 as stored (viewers)| multipart/related; type=application/octet-stream; transfer-syntax=* | application/octet-stream | 1.2.840.10008.1.2.4.80",
                "8.7.3.3 its own type       | multipart/related; type='image/jls'                                 | image/jls | 1.2.840.10008.1.2.4.80",
                "8.7.3.3 its own type       | multipart/related; type='image/jls'; transfer-syntax=1.2.840.10008.1.2.4.80 | image/jls | 1.2.840.10008.1.2.4.80",
                "8.7.3.3 another type       | multipart/related; type='image/jp2'                                 | none | none",
                "8.7.3.3 any image          | multipart/related; type='image/*'                                   | image/jls | 1.2.840.10008.1.2.4.80",
                "8.7.3.3 many, none is lost | multipart/related; type='image/jp2', multipart/related; type='image/jls', multipart/related; type='application/octet-stream'; q=0.5 | image/jls | 1.2.840.10008.1.2.4.80",
                "8.7.5 the default          | */*                                                                 | application/octet-stream | 1.2.840.10008.1.2.1",
                "8.7.5 dicomweb-client      | multipart/related; type='*/*'                                       | application/octet-stream | 1.2.840.10008.1.2.1",
            })
    void aFrame(String rule, String header, String type, String syntax) {
        Optional<Representation> chosen = accept(header, null).best(FRAME);
        assertThat(chosen.map(Representation::type).orElse("none")).as(rule).isEqualTo(type);
        assertThat(chosen.map(Representation::transferSyntaxUid).orElse("none"))
                .as(rule)
                .isEqualTo(syntax);
    }

    @ParameterizedTest(name = "{0}: {1} ?accept={2} -> {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "8.7.4 the default            | image/*                              |                       | image/jpeg",
                "8.7.4 as clients write it    | image/                               |                       | image/jpeg",
                "8.7.4 a browser              | image/avif,image/webp,image/png,image/*;q=0.8,*/*;q=0.5 | | image/png",
                "8.3.3.1 a link says more     | image/avif,image/webp,*/*            | image/gif             | image/gif",
                "8.3.3.1 several, by quality  | */*                                  | image/gif;q=0.2,image/png;q=0.3 | image/png",
                "8.3.3.1 within the header    | image/jpeg                           | image/png             | image/jpeg",
                "8.3.3.1 unknown: the header  | image/png                            | image/jp2             | image/png",
                "9110 12.5.1 no header        |                                      |                       | image/jpeg",
                "9110 12.5.1 no header        |                                      | image/png             | image/png",
                "8.7.4 nothing fits           | application/pdf                      |                       | none",
            })
    void aPicture(String rule, String header, String query, String expected) {
        assertThat(accept(header, query).best(PICTURE).map(Representation::type).orElse("none"))
                .as(rule)
                .isEqualTo(expected);
    }

    @Test
    void aPlusSignThatTheQueryTurnedIntoASpaceIsOneStill() {
        assertThat(accept("*/*", "application/dicom json")
                        .best(List.of(
                                Representation.single("application/json"),
                                Representation.single("application/dicom+json")))
                        .map(Representation::type))
                .contains("application/dicom+json");
    }

    @Test
    void theTypeIsChosenBeforeTheSyntax() {
        var accept = accept("multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.3", null);
        assertThat(accept.best(COMPRESSED)).isEmpty();
        assertThat(accept.bestType(COMPRESSED).map(Representation::multipart)).contains(true);
        assertThat(accept.leavesSyntaxOpen(COMPRESSED.get(0))).isFalse();
        assertThat(accept("*/*", null).leavesSyntaxOpen(COMPRESSED.get(0))).isTrue();
    }

    @Test
    void tenThousandRangesAreASentence() {
        String many = Collections.nCopies(10_000, "a/b").stream().collect(Collectors.joining(","));
        assertThatThrownBy(() -> accept(many, null)).isInstanceOf(Problem.class).hasMessageContaining("100");
    }
}
