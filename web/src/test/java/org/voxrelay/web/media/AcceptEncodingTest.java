package org.voxrelay.web.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 12.5.3. */
class AcceptEncodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, br              | 1",
                "BR;q=0.5              | 0.5",
                "br ; q = 0.25, gzip   | 0.25",
                "gzip, br;q=0          | 0",
                "br;q=0.000, *         | 0",
                "*;q=0.3               | 0.3",
                "gzip                  | 0",
                "br;q=loud             | 0",
                "br;q=1.5              | 0",
                "br;level=4            | 0",
                "''                    | 0",
                "                      | 0",
            })
    void weightOfBrotli(String header, double weight) {
        assertThat(AcceptEncoding.of(header).weight("br")).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip                          | true",
                "x-gzip                        | true",
                "deflate, GZIP;q=0.1           | true",
                "*                             | true",
                "*;q=0.5                       | true",
                "gzip, identity                | true",
                "gzip;q=0.5, identity;q=0.5    | true",
                "gzip;q=0.5, identity          | false",
                "*;q=0.5, identity             | false",
                "gzip;q=0                      | false",
                "gzip;q=0.0, *                 | false",
                "*;q=0                         | false",
                "gzip;q=0.001, identity;q=0    | true",
                "identity;q=0                  | false",
                "deflate                       | false",
                "gzipped                       | false",
                "not-gzip                      | false",
                "''                            | false",
                "                              | false",
            })
    void whetherGzipIsSent(String header, boolean sent) {
        assertThat(AcceptEncoding.of(header).prefers("gzip")).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({"10", "10000"})
    void aLongListIsReadAsFarAsSomeItems(int items) {
        assertThat(AcceptEncoding.of("br," + "x,".repeat(items)).weight("br")).isEqualTo(1);
    }
}
