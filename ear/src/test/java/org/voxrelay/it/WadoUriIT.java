package org.voxrelay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URI Service by the letter of PS3.18 chapter 9, a row a rule with its section. */
class WadoUriIT {
    @TempDir
    static Path folder;

    private static Http http;
    private static WadoStudy study;

    @BeforeAll
    static void store() throws Exception {
        http = new Http(RunningServer.shared());
        study = WadoStudy.store(http, folder);
    }

    @ParameterizedTest(name = "{0}: {1}{2} -> {3} {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "9.5 a picture is the default | ct     |                                          | 200 | image/jpeg",
                "9.4 a file                  | ct     | &contentType=application/dicom           | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.1",
                "9.4 a file, decoded         | rle    | &contentType=application%2Fdicom         | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.1",
                "9.4.1.2.2 transferSyntax    | rle    | &contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.5 | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.5",
                "9.4.1.2.2 coded anew        | ct     | &contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.4.70 | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.4.70",
                "9.4.1.2.2 not written       | ct     | &contentType=application/dicom&transferSyntax=1.2.840.10008.1.2.4.90 | 406 |",
                "0085 cannot be decoded      | video  | &contentType=application/dicom           | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.4.102",
                "9.1.2.4 PNG                 | ct     | &contentType=image/png                   | 200 | image/png",
                "9.1.2.4 GIF                 | multi  | &contentType=image/gif                   | 200 | image/gif",
                "9.1.2.4 the best of several | ct     | &contentType=image/jp2,image/png         | 200 | image/png",
                "9.1.2.4 not one of ours     | ct     | &contentType=video/mpeg                  | 406 |",
                "9.1.2.4 not one of ours     | ct     | &contentType=text/html                   | 406 |",
                "9.1.2.4 no picture          | report | &contentType=image/jpeg                  | 406 |",
                "9.1.2.4 damaged             | broken | &contentType=image/jpeg                  | 406 |",
                "9.4 a report                | report | &contentType=application/dicom           | 200 | application/dicom;transfer-syntax=1.2.840.10008.1.2.1",
                "9.5.1.2.1 frameNumber       | multi  | &frameNumber=4                           | 200 | image/jpeg",
                "9.5.1.2.1 frameNumber       | multi  | &frameNumber=5                           | 404 |",
                "9.5.1.2.1 frameNumber       | multi  | &frameNumber=0                           | 400 |",
                "9.5.1.2.2 imageQuality      | ct     | &imageQuality=50                         | 200 | image/jpeg",
                "9.5.1.2.2 imageQuality      | ct     | &imageQuality=101                        | 400 |",
                "9.5.1.2.3 rows, columns     | ct     | &rows=1000000000&columns=1               | 400 |",
                "9.5.1.2.3 rows, columns     | ct     | &rows=ten                                | 400 |",
                "9.5.1.2.4 region            | ct     | &region=0.5,0.5,0.1,0.9                  | 400 |",
                "9.5.1.2.4 region            | ct     | &region=0,0,2,2                          | 400 |",
                "9.5.1.2.5 windowCenter alone| ct     | &windowCenter=40                         | 400 |",
                "9.5.1.2.5 no window         | ct     | &windowCenter=40&windowWidth=0           | 400 |",
                "9.5.1.2.6 presentation state| ct     | &presentationUID=1.2                     | 400 |",
                "9.4.1.2.1 anonymize         | ct     | &contentType=application/dicom&anonymize=yes | 400 |",
                "9.5.1.2.7 annotation        | ct     | &annotation=patient,technique&rows=400   | 200 | image/jpeg",
            })
    void anInstance(String rule, String instance, String parameters, int status, String type) throws Exception {
        var answer = get(instance, parameters == null ? "" : parameters);
        assertThat(answer.statusCode()).as(rule + Http.text(answer)).isEqualTo(status);
        String expected = status == 200 ? type : "application/problem+json";
        assertThat(answer.headers().firstValue("Content-Type").orElse("").replace("; ", ";"))
                .as(rule)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "9.1.2.1 requestType         | studyUID=1&seriesUID=2&objectUID=3                  | 400",
                "9.1.2.1 requestType         | requestType=XDS&studyUID=1&seriesUID=2&objectUID=3  | 400",
                "9.1.2.2 all three           | requestType=WADO&studyUID=1&seriesUID=2             | 400",
                "9.1.2.2 UIDs                | requestType=WADO&studyUID=1&seriesUID=2&objectUID=x | 400",
                "9.3 there is none           | requestType=WADO&studyUID=1&seriesUID=2&objectUID=3 | 404",
            })
    void aRequestThatNamesNothing(String rule, String query, int status) throws Exception {
        var answer = http.get("wado?" + query);
        assertThat(answer.statusCode()).as(rule).isEqualTo(status);
        assertThat(Http.json(answer).path("detail").asText()).endsWith(".");
    }

    @ParameterizedTest(name = "{0}: {1} is {2} x {3}, value {6} at {4}, {5}")
    @CsvSource(
            delimiter = '|',
            value = {
                "9.5.1.2.1 the first frame   |                                           | 16 | 16 | 5 | 5 | 50",
                "9.5.1.2.1 frameNumber       | &frameNumber=3                            | 16 | 16 | 5 | 5 | 150",
                "9.5.1.2.3 the shorter counts| &rows=8&columns=100                       | 8  | 8  | 5 | 5 | 50",
                "9.5.1.2.3 rows alone        | &rows=32                                  | 32 | 32 | 20 | 20 | 50",
                "9.5.1.2.4 region            | &region=0,0,0.0625,0.0625                 | 1  | 1  | 0 | 0 | 255",
                "9.5.1.2.4 region, enlarged  | &region=0.5,0.5,1,1&rows=32               | 32 | 32 | 0 | 0 | 50",
                "9.5.1.2.5 window            | &frameNumber=2&windowCenter=100.5&windowWidth=1 | 16 | 16 | 5 | 5 | 0",
            })
    void aPicture(String rule, String parameters, int width, int height, int x, int y, int value) throws Exception {
        var answer = get("multi", "&contentType=image/png" + (parameters == null ? "" : parameters));
        var picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertThat(picture.getWidth()).as(rule).isEqualTo(width);
        assertThat(picture.getHeight()).as(rule).isEqualTo(height);
        assertThat(picture.getRaster().getSample(x, y, 0)).as(rule).isEqualTo(value);
    }

    @Test
    void aFileIsTheStoredOneAndHasATag() throws Exception {
        var answer = get("ct", "&contentType=application/dicom");
        assertThat(answer.body()).isEqualTo(study.plain().get(0));
        String tag = answer.headers().firstValue("ETag").orElse("");
        String path = path("ct") + "&contentType=application/dicom";
        assertThat(http.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(http.get(path, "Range", "bytes=128-131").body())
                .isEqualTo(Arrays.copyOfRange(answer.body(), 128, 132));
    }

    private static HttpResponse<byte[]> get(String instance, String parameters) throws Exception {
        return http.get(path(instance) + parameters, "Accept", "image/*, */*;q=0.5");
    }

    private static String path(String instance) {
        String[] uids = WadoStudy.path("{" + instance + "}").split("/");
        return "wado?requestType=WADO&studyUID=" + uids[2] + "&seriesUID=" + uids[4] + "&objectUID=" + uids[6];
    }
}
