package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalStringTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1024, -1024",
        "0.5, 0.5",
        "0.9765625, 0.9765625",
        "0.1, 0.1",
        "1e-10, 0.0000000001",
        "1.5e-300, 1.5E-300",
        "123456789012345, 123456789012345"
    })
    void shortNumbersAreWrittenAsTheyAre(double number, String text) {
        assertThat(DecimalString.of(number)).isEqualTo(text);
    }

    @Test
    void everyNumberFitsIn16CharactersAndIsNear() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double number = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(60) - 30);
            String text = DecimalString.of(number);
            assertThat(text).hasSizeLessThanOrEqualTo(16);
            assertThat(Double.parseDouble(text)).isCloseTo(number, within(Math.abs(number) * 1e-8));
        }
    }

    @Test
    void directionCosinesKeepThirteenDigits() {
        assertThat(Double.parseDouble(DecimalString.of(-Math.sqrt(0.5)))).isCloseTo(-Math.sqrt(0.5), within(1e-13));
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> DecimalString.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
