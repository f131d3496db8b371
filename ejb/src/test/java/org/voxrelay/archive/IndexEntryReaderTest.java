package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

class IndexEntryReaderTest {
    @ParameterizedTest
    @CsvSource({"20260131,2026-01-31", "2026.01.31,2026-01-31", "19000228,1900-02-28"})
    void datesAreReadInTheFormsOfThirtyYears(String written, LocalDate meant) {
        assertThat(IndexEntryReader.date(with(Tag.StudyDate, VR.DA, written), Tag.StudyDate))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260231", "2026", "unknown!", "00000000", "20260101-20260201"})
    void aDateThatIsNoneIsLeftOut(String written) {
        assertThat(IndexEntryReader.date(with(Tag.StudyDate, VR.DA, written), Tag.StudyDate))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "101500.25,10:15:00.250",
        "1015,10:15",
        "10,10:00",
        "10:15:30,10:15:30",
        "235960,23:59:59",
        "000000,00:00"
    })
    void timesAreReadWithWhateverPartsTheyHave(String written, LocalTime meant) {
        assertThat(IndexEntryReader.time(with(Tag.StudyTime, VR.TM, written), Tag.StudyTime))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250000", "1", "10150", "ab", "10.5.5"})
    void aTimeThatIsNoneIsLeftOut(String written) {
        assertThat(IndexEntryReader.time(with(Tag.StudyTime, VR.TM, written), Tag.StudyTime))
                .isEmpty();
    }

    @Test
    void anAbsentDateIsAbsent() {
        assertThat(IndexEntryReader.date(new Attributes(), Tag.StudyDate)).isEmpty();
    }

    private static Attributes with(int tag, VR vr, String value) {
        return new Attributes().setString(tag, vr, value);
    }
}
