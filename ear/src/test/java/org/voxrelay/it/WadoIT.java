package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WADO-RS by the letter of PS3.18 chapters 8 and 10, a row a rule with its section. */
class WadoIT {
    private static final String DICOM_PARTS = "multipart/related; type=\"application/dicom\"";

    @TempDir
    static Path folder;

    private static Http http;
    private static WadoStudy study;

    @BeforeAll
    static void store() throws Exception {
        http = new Http(RunningServer.shared());
        study = WadoStudy.store(http, folder);
    }

    /** Parts are told by the type and transfer syntax of the first, and by how many they are. */
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8.7.3.2 default            | {ct}       | multipart/related; type=application/dicom | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.2 decoded            | {rle}      | multipart/related; type=application/dicom | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.2 as stored          | {rle}      | multipart/related; type=application/dicom; transfer-syntax=* | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.2 as stored, any     | {rle}      | */*; transfer-syntax=* | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.2 named, coded anew  | {ct}       | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.5 | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.2 named              | {ct}       | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2 | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2",
                "8.7.3.2 a series           | {rleseries}| multipart/related; type=application/dicom | 5 application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.2 inflated           | {deflated} | multipart/related; type=application/dicom | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "0085 cannot be decoded     | {video}    | multipart/related; type=application/dicom | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.4.102",
                "0085 damaged               | {broken}   | multipart/related; type=application/dicom | 1 application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50",
                "0085 damaged among others  | {odd}      | multipart/related; type=application/dicom | 5 application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 plain pixels       | {rle}/frames/1 | multipart/related; type=application/octet-stream | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 as stored          | {rle}/frames/1 | multipart/related; type=application/octet-stream; transfer-syntax=* | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.3 its own type       | {rle}/frames/1 | multipart/related; type=image/dicom-rle | 1 image/dicom-rle; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.3 its older type     | {rle}/frames/1 | multipart/related; type=image/x-dicom-rle | 1 image/x-dicom-rle; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.3 coded anew         | {ct}/frames/1 | multipart/related; type=image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70 | 1 image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70",
                "8.7.3.3 inflated           | {deflated}/frames/1 | multipart/related; type=application/octet-stream; transfer-syntax=* | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 any                | {rle}/frames/1 | multipart/related; type=\"*/*\" | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 several            | {multi}/frames/3,1,2 | multipart/related; type=application/octet-stream | 3 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 some of all        | {multi}/frames/2 | multipart/related; type=image/jp2, multipart/related; type=application/octet-stream; q=0.3 | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "0085 cannot be decoded     | {video}/frames/1 | multipart/related; type=application/octet-stream | 1 application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.102",
                "10.4.1.1.2 XML             | {series}/metadata | multipart/related; type=\"application/dicom+xml\" | 5 application/dicom+xml",
                "10.4.1.1.2 XML             | {ct}/metadata | multipart/related; type=\"application/dicom+xml\" | 1 application/dicom+xml",
                "10.4.1.1.3 a series        | {series}/rendered | */* | 5 image/jpeg",
                "10.4.1.1.3 a study, what can be | {odd}/rendered | multipart/related; type=image/png | 5 image/png",
                "10.4.1.1.3 a part a frame  | {multi}/rendered | multipart/related; type=image/jpeg | 4 image/jpeg",
                "10.4.1.1.3 some frames     | {multi}/frames/2,3/rendered | multipart/related; type=image/gif | 2 image/gif",
                "10.4.1.1.5 bulk data       | {ct}/bulkdata/7FE00010 | */* | 1 application/octet-stream",
            })
    void partsAreWhatIsAccepted(String rule, String path, String accept, String expected) throws Exception {
        var answer = get(path, accept);
        assertThat(answer.statusCode()).as(rule + Http.text(answer)).isEqualTo(200);
        var parts = Multipart.parts(answer);
        assertThat(parts.size() + " "
                        + parts.get(0).headers().lines().findFirst().orElse(""))
                .as(rule)
                .isEqualTo(expected.replaceFirst(" ", " Content-Type: "));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8.7.3.2 one part           | {ct}       | application/dicom | application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.2 one part           | {rle}      | application/dicom; transfer-syntax=* | application/dicom; transfer-syntax=1.2.840.10008.1.2.5",
                "8.7.3.2 one part, decoded  | {rle}      | application/dicom | application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.3.3 one frame          | {multi}/frames/2 | application/octet-stream | application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1",
                "10.4.1.1.2 JSON            | {ct}/metadata | application/dicom+json | application/dicom+json",
                "10.4.1.1.2 plain JSON      | {ct}/metadata | application/json | application/json",
                "10.4.1.1.2 default         | {series}/metadata | */* | application/dicom+json",
                "8.7.3 a zip                | {study} | application/zip | application/zip",
                "8.7.3 a zip                | {series} | application/zip | application/zip",
                "8.7.3 a zip                | {rle} | application/zip; transfer-syntax=* | application/zip",
                "8.7.3 a zip of what is damaged | {odd} | application/zip | application/zip",
                "8.3.3.1 asked by the link  | {ct}?accept=application/dicom | text/html,*/*;q=0.1 | application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "10.4.1.1.3 a picture       | {ct}/rendered | */* | image/jpeg",
                "10.4.1.1.3 a frame         | {multi}/frames/2/rendered | image/* | image/jpeg",
                "10.4.1.1.3 PNG             | {rle}/rendered | image/png | image/png",
                "10.4.1.1.3 a cine          | {multi}/rendered | image/gif | image/gif",
                "10.4.1.1.3 of a series     | {series}/rendered | image/gif | image/gif",
                "10.4.1.1.3 one stands for all | {multi}/rendered | image/jpeg | image/jpeg",
                "10.4.1.1.3 within a link   | {multi}/rendered?accept=image/png | */* | image/png",
                "10.4.1.1.4 thumbnail       | {study}/thumbnail | */* | image/jpeg",
                "10.4.1.1.4 thumbnail       | {series}/thumbnail | image/png | image/png",
                "10.4.1.1.4 thumbnail       | {rle}/thumbnail | image/jpeg | image/jpeg",
                "10.4.1.1.4 thumbnail       | {multi}/frames/4/thumbnail | image/gif | image/gif",
                "10.4.1.1.4 among the odd   | {odd}/thumbnail | image/jpeg | image/jpeg",
                "10.4.1.1.5 one part        | {ct}/bulkdata/7FE00010 | application/octet-stream | application/octet-stream",
            })
    void onePartIsWhatIsAccepted(String rule, String path, String accept, String expected) throws Exception {
        var answer = get(path, accept);
        assertThat(answer.statusCode()).as(rule + Http.text(answer)).isEqualTo(200);
        assertThat(header(answer, "Content-Type").replace(";transfer", "; transfer"))
                .as(rule)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "8.7.8 another type         | 406 | {ct}       | text/html",
                "8.7.8 syntax not written   | 406 | {ct}       | application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90",
                "8.7.8 syntax not decoded   | 406 | {video}    | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.8 damaged              | 406 | {broken}   | application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.8 damaged              | 406 | {broken}   | multipart/related; type=application/dicom; transfer-syntax=1.2.840.10008.1.2.1",
                "8.7.8 damaged frame        | 406 | {broken}/frames/1 | */*",
                "8.7.8 more than one        | 406 | {series}   | application/dicom",
                "8.7.8 more than one        | 406 | {multi}/frames/1,2 | application/octet-stream",
                "8.7.8 another image        | 406 | {ct}/frames/1 | multipart/related; type=image/jp2",
                "8.7.8 no such metadata     | 406 | {ct}/metadata | image/png",
                "8.7.8 a picture for all    | 406 | {series}/rendered | image/jpeg",
                "8.7.8 no picture           | 406 | {report}/rendered | */*",
                "8.7.8 no picture           | 406 | {report}/thumbnail | */*",
                "8.7.8 damaged              | 406 | {broken}/rendered | image/jpeg",
                "8.7.8 damaged              | 406 | {broken}/frames/1/rendered | */*",
                "8.7.8 damaged              | 406 | {broken}/thumbnail | */*",
                "8.7.8 not decoded          | 406 | {video}/rendered | */*",
                "8.7.8 a film               | 406 | {ct}/rendered | video/mp4",
                "8.3.5.1.2 quality          | 400 | {ct}/rendered?quality=0 | */*",
                "8.3.5.1.2 quality          | 400 | {ct}/rendered?quality=101 | */*",
                "8.3.5.1.2 quality          | 400 | {ct}/rendered?quality=good | */*",
                "8.3.5.1.3 viewport         | 400 | {ct}/rendered?viewport=1000000000,1000000000 | */*",
                "8.3.5.1.3 viewport         | 400 | {ct}/rendered?viewport=0,10 | */*",
                "8.3.5.1.3 viewport         | 400 | {ct}/rendered?viewport=10 | */*",
                "8.3.5.1.3 viewport         | 400 | {ct}/rendered?viewport=1e9,1e9 | */*",
                "8.3.5.1.3 outside          | 400 | {ct}/rendered?viewport=10,10,40,0,5,5 | */*",
                "8.3.5.1.3 no region        | 400 | {ct}/rendered?viewport=10,10,a,0,5,5 | */*",
                "8.3.5.1.4 window           | 400 | {ct}/rendered?window=40 | */*",
                "8.3.5.1.4 window           | 400 | {ct}/rendered?window=40,0,linear | */*",
                "8.3.5.1.4 window           | 400 | {ct}/rendered?window=40,NaN,linear | */*",
                "8.3.5.1.4 window           | 400 | {ct}/rendered?window=40,400,steep | */*",
                "10.4.1.1.4 size            | 400 | {ct}/thumbnail?viewport=99999,1 | */*",
                "10.4.3 no such frame       | 404 | {multi}/frames/5/rendered | */*",
                "10.4.3 no such frame       | 404 | {multi}/frames/5/thumbnail | */*",
                "10.4.3 from 1 on           | 400 | {multi}/frames/0/rendered | */*",
                "10.4.3 no such frame       | 404 | {multi}/frames/5 | */*",
                "10.4.3 no such frame       | 404 | {rle}/frames/2 | */*",
                "10.4.3 from 1 on           | 400 | {multi}/frames/0 | */*",
                "10.4.3 numbers             | 400 | {multi}/frames/one | */*",
                "10.4.3 no such value       | 404 | {ct}/bulkdata/00100010/9/7FE00010 | */*",
                "10.4.3 no such study       | 404 | studies/1.2.3 | */*",
                "10.4.3 not in this series  | 404 | studies/1.2.3/series/1.2.3/instances/1.2.3 | */*",
                "10.4.3 a report's frames   | 404 | {report}/frames/1 | */*",
            })
    void whatCannotBeSentIsASentence(String rule, int status, String path, String accept) throws Exception {
        var answer = get(path, accept);
        assertThat(answer.statusCode()).as(rule + Http.text(answer)).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        assertThat(Http.json(answer).path("detail").asText()).endsWith(".");
    }

    @Test
    void aThousandMediaRangesAreASentence() throws Exception {
        String many = IntStream.range(0, 1000).mapToObj(i -> "a/" + i).collect(Collectors.joining(","));
        assertThat(get("{ct}", many).statusCode()).isEqualTo(400);
    }

    @Test
    void whatWasCompressedComesBackDecoded() throws Exception {
        byte[] plain = study.plain().get(0);
        var frame = get("{rle}/frames/1", "application/octet-stream");
        int length = 40 * 30 * 2;
        assertThat(frame.body()).isEqualTo(Arrays.copyOfRange(plain, plain.length - length, plain.length));
        byte[] file = get("{rle}", "application/dicom").body();
        assertThat(Arrays.copyOfRange(file, file.length - length, file.length)).isEqualTo(frame.body());
        assertThat(get("{deflated}/frames/1", "application/octet-stream").body()[3])
                .isEqualTo((byte) 99);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ct} | application/dicom",
                "{ct} | multipart/related; type=\"application/dicom\"",
                "{rle} | multipart/related; type=\"application/dicom\"",
                "{study} | multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                "{study} | application/zip",
                "{series}/metadata | application/dicom+json",
                "{series}/metadata | multipart/related; type=\"application/dicom+xml\"",
                "{ct}/metadata | application/dicom+json",
                "{multi}/frames/1,2 | multipart/related; type=application/octet-stream",
                "{rle}/frames/1 | application/octet-stream",
                "{ct}/rendered?viewport=20,20 | image/jpeg",
                "{series}/rendered | multipart/related; type=image/jpeg",
                "{multi}/rendered | image/gif",
                "{study}/thumbnail | image/png",
                "{ct}/bulkdata/7FE00010 | application/octet-stream",
                "{ct}/bulkdata/7FE00010 | multipart/related; type=application/octet-stream",
            })
    void aStrongTagSaysThatNothingHasChanged(String path, String accept) throws Exception {
        var first = get(path, accept);
        String tag = header(first, "ETag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(header(first, "Cache-Control")).contains("private", "no-cache");
        assertThat(header(first, "Vary")).contains("Accept");
        var again = get(path, accept);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(header(again, "Content-Type")).isEqualTo(header(first, "Content-Type"));
        var unchanged = get(path, accept, "If-None-Match", "\"other\", " + tag);
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(header(unchanged, "ETag")).isEqualTo(tag);
        assertThat(get(path, accept, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "9110 14.2 the first bytes  | bytes=0-3     | 206 | bytes 0-3/2400     | 0 | 4",
                "9110 14.2 from here on     | bytes=2396-   | 206 | bytes 2396-2399/2400 | 2396 | 4",
                "9110 14.2 the last bytes   | bytes=-2      | 206 | bytes 2398-2399/2400 | 2398 | 2",
                "9110 14.2 beyond the end   | bytes=2390-9999 | 206 | bytes 2390-2399/2400 | 2390 | 10",
                "9110 15.5.17 behind the end| bytes=2400-   | 416 | bytes */2400       | 0 | 0",
                "9110 14.2 several: all     | bytes=0-1,5-6 | 200 |                    | 0 | 2400",
                "9110 14.2 no sense: all    | bytes=9-3     | 200 |                    | 0 | 2400",
                "9110 14.2 other unit: all  | lines=1-2     | 200 |                    | 0 | 2400",
            })
    void aRangeOfAValue(String rule, String range, int status, String contentRange, int first, int length)
            throws Exception {
        byte[] file = study.plain().get(0);
        byte[] value = Arrays.copyOfRange(file, file.length - 2400, file.length);
        var answer = get("{ct}/bulkdata/7FE00010", "application/octet-stream", "Range", range);
        assertThat(answer.statusCode()).as(rule).isEqualTo(status);
        assertThat(header(answer, "Content-Range")).as(rule).isEqualTo(contentRange == null ? "" : contentRange);
        if (status != 416) {
            assertThat(answer.body()).as(rule).isEqualTo(Arrays.copyOfRange(value, first, first + length));
        }
    }

    @Test
    void aRangeCountsOnlyForTheSameBytes() throws Exception {
        var whole = get("{ct}", "application/dicom");
        assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
        String tag = header(whole, "ETag");
        var part = get("{ct}", "application/dicom", "Range", "bytes=128-131", "If-Range", tag);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(Http.text(part)).isEqualTo("DICM");
        assertThat(get("{ct}", "application/dicom", "Range", "bytes=128-131", "If-Range", "\"old\"")
                        .body())
                .isEqualTo(whole.body());
    }

    @ParameterizedTest(name = "{0}: {1} is {2} x {3}, value {6} at {4}, {5}")
    @CsvSource(
            delimiter = '|',
            value = {
                "8.3.5 as it is              | {multi}/frames/2/rendered                                | 16 | 16 | 5 | 5 | 100",
                "8.3.5 the first pixel       | {multi}/frames/2/rendered                                | 16 | 16 | 0 | 0 | 255",
                "8.3.5.1.3 smaller           | {multi}/frames/2/rendered?viewport=8,20                  | 8  | 8  | 5 | 5 | 100",
                "8.3.5.1.3 larger            | {multi}/frames/3/rendered?viewport=32,64                 | 32 | 32 | 30 | 30 | 150",
                "8.3.5.1.3 a part            | {multi}/frames/2/rendered?viewport=1,1,1,0,1,1           | 1  | 1  | 0 | 0 | 0",
                "8.3.5.1.3 turned            | {multi}/frames/2/rendered?viewport=16,16,,,-16,          | 16 | 16 | 15 | 0 | 255",
                "8.3.5.1.4 window            | {multi}/frames/2/rendered?window=100.5,1,linear          | 16 | 16 | 5 | 5 | 0",
                "8.3.5.1.4 window, exact     | {multi}/frames/2/rendered?window=100,200,linear-exact    | 16 | 16 | 5 | 5 | 128",
                "8.3.5.1.4 window, sigmoid   | {multi}/frames/2/rendered?window=100,50,sigmoid          | 16 | 16 | 5 | 5 | 128",
                "10.4.1.1.4 thumbnail        | {multi}/frames/4/thumbnail?viewport=4,4                  | 4  | 4  | 3 | 3 | 200",
                "10.4.1.1.4 the middle frame | {multi}/thumbnail                                        | 16 | 16 | 5 | 5 | 150",
            })
    void aPictureIsWhatItsParametersSay(String rule, String path, int width, int height, int x, int y, int value)
            throws Exception {
        var picture =
                ImageIO.read(new ByteArrayInputStream(get(path, "image/png").body()));
        assertThat(picture.getWidth()).as(rule).isEqualTo(width);
        assertThat(picture.getHeight()).as(rule).isEqualTo(height);
        assertThat(picture.getRaster().getSample(x, y, 0)).as(rule).isEqualTo(value);
    }

    @Test
    void theFramesOfACineAreThoseOfTheImage() throws Exception {
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        byte[] gif = get("{multi}/rendered", "image/gif").body();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        assertThat(reader.getNumImages(true)).isEqualTo(WadoStudy.FRAMES);
        for (int i = 0; i < WadoStudy.FRAMES; i++) {
            assertThat(reader.read(i).getRGB(5, 5) & 0xFF).isEqualTo(50 * (i + 1));
        }
    }

    @Test
    void aZipHoldsAFileSetWithNamesThatMediaTake() throws Exception {
        List<String> names = new ArrayList<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(
                get("{rleseries}", "application/zip; transfer-syntax=*").body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                byte[] head = zip.readNBytes(132);
                assertThat(new String(head, 128, 4, StandardCharsets.US_ASCII)).isEqualTo("DICM");
            }
        }
        assertThat(names)
                .containsExactly(
                        "DICOM/SE000001/IM000001",
                        "DICOM/SE000001/IM000002",
                        "DICOM/SE000001/IM000003",
                        "DICOM/SE000001/IM000004",
                        "DICOM/SE000001/IM000005",
                        "DICOMDIR");
    }

    @Test
    void captionsAreBurntInOnRequestOnly() throws Exception {
        byte[] plain = get("{ct}/rendered?viewport=400,400", "image/png").body();
        for (String caption : new String[] {"patient", "technique", "patient,technique"}) {
            assertThat(get("{ct}/rendered?viewport=400,400&annotation=" + caption, "image/png")
                            .body())
                    .isNotEqualTo(plain);
        }
    }

    /** Whoever has the beginning must not take it for all. */
    @ParameterizedTest
    @ValueSource(strings = {DICOM_PARTS, "application/dicom", "application/zip"})
    void damageFarBehindTheBeginningBreaksTheConnection(String accept) throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            var client = HttpClient.newBuilder().version(version).build();
            // The first request may be the one that makes the connection HTTP/2; that one is ended as if it were whole.
            var first = HttpRequest.newBuilder(RunningServer.shared().http("dicom-web/studies?limit=1"))
                    .build();
            client.send(first, HttpResponse.BodyHandlers.ofByteArray());
            var request = HttpRequest.newBuilder(RunningServer.shared().http(WadoStudy.path("{late}")))
                    .header("Accept", accept)
                    .build();
            assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofByteArray()))
                    .as(version + accept)
                    .isInstanceOf(IOException.class);
        }
        assertThat(get("{late}/frames/39", "application/octet-stream").statusCode())
                .isEqualTo(200);
        assertThat(get("{late}/frames/40", "application/octet-stream").statusCode())
                .isEqualTo(406);
    }

    /** What the capabilities say is held against the server: every type of every resource of retrieval is asked for. */
    @Test
    void whatIsOfferedIsAnswered() throws Exception {
        String[] uids = WadoStudy.path("{ct}").split("/");
        var answer = http.send("OPTIONS", "dicom-web/studies/1", "", "Accept", "application/json");
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
        List<String> asked = new ArrayList<>();
        for (JsonNode resource : Http.json(answer).at("/application/resources/resource")) {
            String template = resource.path("path").asText();
            String path = "dicom-web/"
                    + template.replace("{study}", uids[2])
                            .replace("{series}", uids[4])
                            .replace("{instance}", uids[6])
                            .replace("{frames}", "1")
                            .replace("{path}", "7FE00010");
            boolean search = template.endsWith("/series") || template.endsWith("/instances");
            for (JsonNode type : resource.at("/method/0/response/representation")) {
                String mediaType = type.path("mediaType").asText();
                boolean get = resource.at("/method/0/name").asText().equals("GET");
                if (get && !search) {
                    var got = http.get(path, "Accept", mediaType);
                    assertThat(got.statusCode())
                            .as(path + mediaType + Http.text(got))
                            .isEqualTo(200);
                    assertThat(mediaType)
                            .as(path)
                            .startsWith(header(got, "Content-Type").split(";")[0]);
                    asked.add(path);
                }
            }
        }
        assertThat(asked).hasSizeGreaterThan(40);
    }

    @ParameterizedTest(name = "{0}: OPTIONS {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "8.9 the service            |                    | */*                          | 200 | application/vnd.sun.wadl+xml",
                "8.9 WADL                   | studies            | application/vnd.sun.wadl+xml | 200 | application/vnd.sun.wadl+xml",
                "8.9 JSON                   | studies/1/rendered | application/json             | 200 | application/json",
                "8.9 another type           | studies            | text/html                    | 406 | application/problem+json",
                "8.9 there is nothing       | nothing            | */*                          | 404 | application/problem+json",
            })
    void capabilities(String rule, String path, String accept, int status, String type) throws Exception {
        var answer = http.send("OPTIONS", "dicom-web/" + (path == null ? "" : path), "", "Accept", accept);
        assertThat(answer.statusCode()).as(rule + Http.text(answer)).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith(type);
        if (status == 200) {
            assertThat(header(answer, "Allow")).contains("OPTIONS");
        }
    }

    @Test
    void headSaysWhatGetWouldSay() throws Exception {
        for (String accept : new String[] {"application/dicom", DICOM_PARTS}) {
            var get = get("{ct}", accept);
            var head = http.send("HEAD", WadoStudy.path("{ct}"), "", "Accept", accept);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            for (String name : new String[] {"Content-Type", "ETag", "Content-Length"}) {
                assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
            }
        }
    }

    private static HttpResponse<byte[]> get(String path, String accept, String... headers)
            throws IOException, InterruptedException {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Accept";
        all[headers.length + 1] = accept;
        return http.get(WadoStudy.path(path), all);
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
