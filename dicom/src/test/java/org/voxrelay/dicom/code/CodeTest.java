package org.voxrelay.dicom.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

class CodeTest {
    @Test
    void aCodeSurvivesItsItem() {
        assertThat(Code.of(Sct.VOLUME.toItem())).contains(Sct.VOLUME);
    }

    @Test
    void aLongValueIsWrittenAsLongCodeValue() {
        Code code = new Code("12345678901234567", "SCT", "Seventeen digits");
        assertThat(code.toItem().contains(Tag.CodeValue)).isFalse();
        assertThat(Code.of(code.toItem())).contains(code);
    }

    @Test
    void anItemWithoutASchemeIsNoCode() {
        Attributes item = Sct.VOLUME.toItem().remove(Tag.CodingSchemeDesignator);
        assertThat(Code.of(item)).isEmpty();
        assertThat(Code.of(new Attributes(), Tag.ProcedureCodeSequence)).isEmpty();
    }

    @Test
    void theMeaningIsOnlyForPeople() {
        Code german = new Code("118565006", "SCT", "Volumen");
        assertThat(german.sameConcept(Sct.VOLUME)).isTrue();
        assertThat(german.sameConcept(Sct.MEAN)).isFalse();
    }

    @Test
    void anEmptyOrOverlongPartIsRefused() {
        assertThatThrownBy(() -> new Code("1", "", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Code("1", "SCT", "x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }
}
