package org.voxrelay.web.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartHeadTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipart/related; type=\"application/dicom\"; boundary=abc|multipart/related|application/dicom|abc",
                "Multipart/Related;TYPE=application/dicom;BOUNDARY=\"a b:c=d\"|multipart/related|application/dicom|a b:c=d",
                "multipart/related; boundary=\"a\\\"b\"; type=application/dicom+json|multipart/related|application/dicom+json|a\"b"
            })
    void parametersAreFoundHoweverTheyAreQuoted(String header, String mediaType, String type, String boundary) {
        PartHead head = PartHead.ofType(header);
        assertThat(head.mediaType()).isEqualTo(mediaType);
        assertThat(head.parameter("type")).contains(type);
        assertThat(head.parameter("boundary")).contains(boundary);
    }

    @Test
    void headersOfAPartAreJoined() {
        PartHead head = PartHead.NONE
                .with("content-location", " bulk/1 ")
                .with("X-Other", "y")
                .with("CONTENT-TYPE", "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50");
        assertThat(head.location()).contains("bulk/1");
        assertThat(head.mediaType()).isEqualTo("image/jpeg");
        assertThat(head.parameter("transfer-syntax")).contains("1.2.840.10008.1.2.4.50");
    }
}
