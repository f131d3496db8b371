package org.voxrelay.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 12.5.3. */
class AcceptedCodingsTest {
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
                "br;level=4            | 0",
                "''                    | 0",
                "                      | 0",
            })
    void weightOfBrotli(String header, double weight) {
        assertThat(new AcceptedCodings(header).weight("br")).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource({"10", "10000"})
    void aLongListIsReadAsFarAsSomeItems(int items) {
        assertThat(new AcceptedCodings("br," + "x,".repeat(items)).weight("br")).isEqualTo(1);
    }
}
