package org.voxrelay.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWordsTest {
    @ParameterizedTest
    @CsvSource({
        "Müller, Mueller",
        "Müller, MILLER",
        "Schmidt, Smith",
        "Meier, Mayer",
        "Kowalski, Kovalsky",
        "Jørgensen, Joergensen"
    })
    void theseSoundAlike(String one, String other) {
        assertThat(NameWords.sounds(NameWords.split(one).get(0)))
                .containsAnyElementsOf(NameWords.sounds(NameWords.split(other).get(0)));
    }

    @Test
    void aNameHasEachOfItsWordsAndTheirSounds() {
        assertThat(NameWords.of("Müller-Smith^Anna=山田^太郎"))
                .containsExactly("MULLER", "~689000", "SMITH", "~463000", "ANNA", "~060000", "山田", "太郎");
    }

    @ParameterizedTest
    @CsvSource({"山田", "A", "1234", "M?LLER", "'^^'"})
    void whatIsNoLatinWordHasNoSound(String word) {
        assertThat(NameWords.sounds(word)).isEmpty();
    }

    @Test
    void aNameOfManyWordsIsBounded() {
        assertThat(NameWords.split("A B ".repeat(10_000))).hasSize(32);
    }
}
