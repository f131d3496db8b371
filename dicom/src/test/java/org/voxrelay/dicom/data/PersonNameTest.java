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
}
