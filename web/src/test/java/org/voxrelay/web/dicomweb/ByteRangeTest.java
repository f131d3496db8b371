package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 14, a row a rule. */
class ByteRangeTest {
    @ParameterizedTest(name = "{0} of {2} bytes is {3}")
    @CsvSource({
        "bytes=0-0,, 10, bytes 0-0/10",
        "bytes=-3,, 10, bytes 7-9/10",
        "bytes=-30,, 10, bytes 0-9/10",
        "bytes=-0,, 10, bytes */10",
        "bytes=5-,, 10, bytes 5-9/10",
        "bytes=9-99,, 10, bytes 9-9/10",
        "bytes=10-,, 10, bytes */10",
        "bytes=0-0,, 0, bytes */0",
        "bytes=999999999999999999-,, 10, bytes */10",
        "bytes=9999999999999999999-,, 10, all",
        "bytes=3-2,, 10, all",
        "bytes=-,, 10, all",
        "'bytes=0-1,3-4',, 10, all",
        "items=0-1,, 10, all",
        "bytes=0-1,\"tag\", 10, bytes 0-1/10",
        "bytes=0-1,\"other\", 10, all",
        "bytes=0-1,W/\"tag\", 10, all",
        ",, 10, all"
    })
    void aRange(String range, String ifRange, long total, String expected) {
        String said = ByteRange.of(Optional.ofNullable(range), Optional.ofNullable(ifRange), "tag", total)
                .map(part -> part.of(total))
                .orElse("all");
        assertThat(said).isEqualTo(expected);
    }
}
