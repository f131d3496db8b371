package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonNameTest {
    @Test
    void theGroupsArePartedAtEqualsSigns() {
        PersonName name = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう");
        assertThat(name).isEqualTo(new PersonName("Yamada^Tarou", "山田^太郎", "やまだ^たろう"));
        assertThat(name.components()).containsExactly("Yamada", "Tarou");
    }

    @Test
    void emptyGroupsAtTheEndAreNotWritten() {
        assertThat(PersonName.parse("A^B").toString()).isEqualTo("A^B");
        assertThat(new PersonName("", "山", "").toString()).isEqualTo("=山");
    }

    /** PS3.5 section 6.2.1.1: the reverend, and a name in three scripts. */
    @Test
    void everyGroupHasFiveComponents() {
        PersonName adams = PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.");
        assertThat(adams.alphabeticComponents())
                .isEqualTo(new PersonName.Components("Adams", "John Robert Quincy", "", "Rev.", "B.A. M.Div."));
        PersonName yamada = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう");
        assertThat(yamada.ideographicComponents().family()).isEqualTo("山田");
        assertThat(yamada.phoneticComponents().given()).isEqualTo("たろう");
        assertThat(PersonName.of(
                        yamada.alphabeticComponents(), yamada.ideographicComponents(), yamada.phoneticComponents()))
                .isEqualTo(yamada);
        assertThat(PersonName.Components.parse("")).hasToString("");
        assertThat(PersonName.Components.parse("a^^c^^")).hasToString("a^^c");
    }
}
