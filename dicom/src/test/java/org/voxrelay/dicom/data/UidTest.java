package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "1.2.840.10008.1.2", "1.02.3"})
    void digitsAndDotsAreAUid(String value) {
        assertThat(new Uid(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".1",
                "1.",
                "1..2",
                "../1",
                "1.2/3",
                "1.2 ",
                "1.2\0",
                "1.2.a",
                "\u0661.2",
                "1.23456789.123456789.123456789.123456789.123456789.123456789.1234"
            })
    void anythingElseIsRefused(String value) {
        assertThatThrownBy(() -> new Uid(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameNameGivesTheSameUid() {
        assertThat(Uid.named("a")).isEqualTo(Uid.named("a")).isNotEqualTo(Uid.named("b"));
        assertThat(Uid.named("a").value()).startsWith("2.25.");
    }

    @Test
    void freshUidsDiffer() {
        assertThat(Uid.fresh()).isNotEqualTo(Uid.fresh());
    }
}
