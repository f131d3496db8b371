package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.dicom.dict.Tag;

class DateTimesTest {
    @ParameterizedTest
    @CsvSource({
        "20261124, 2026-11-24",
        "2026.11.24, 2026-11-24", // ACR-NEMA
        "20240229, 2024-02-29",
    })
    void aDateIsADay(String value, LocalDate day) {
        assertThat(DateTimes.date(value)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "20261324", "20260229", "2026.1124", "20261124-", "202611240", "2026-11-24"})
    void whatIsNoDateIsEmpty(String value) {
        assertThat(DateTimes.date(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10:00, 10:59:59.999999",
        "1030, 10:30, 10:30:59.999999",
        "103015, 10:30:15, 10:30:15.999999",
        "103015.25, 10:30:15.25, 10:30:15.259999",
        "103015.123456, 10:30:15.123456, 10:30:15.123456",
        "10:30:15, 10:30:15, 10:30:15.999999", // ACR-NEMA
        "235960, 23:59:59.999999, 23:59:59.999999", // a leap second
    })
    void aTimeStandsForAllThatItLeavesOpen(String value, LocalTime first, LocalTime last) {
        assertThat(DateTimes.time(value)).contains(new Span<>(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "24", "1060", "103061", "103015.", "103015.1234567", "-10"})
    void whatIsNoTimeIsEmpty(String value) {
        assertThat(DateTimes.time(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01T00:00, 2026-12-31T23:59:59.999999",
        "202602, 2026-02-01T00:00, 2026-02-28T23:59:59.999999",
        "20261124, 2026-11-24T00:00, 2026-11-24T23:59:59.999999",
        "2026112410, 2026-11-24T10:00, 2026-11-24T10:59:59.999999",
        "20261124103015.5+0100, 2026-11-24T10:30:15.5, 2026-11-24T10:30:15.599999",
        "2026-0500, 2026-01-01T00:00, 2026-12-31T23:59:59.999999",
    })
    void aDateTimeStandsForAllThatItLeavesOpen(String value, LocalDateTime first, LocalDateTime last) {
        assertThat(DateTimes.dateTime(value)).contains(new Span<>(first, last));
    }

    @Test
    void anOffsetFromUtcIsReadWhereThereIsOne() {
        assertThat(DateTimes.offset("20261124103015+0545")).contains(ZoneOffset.ofHoursMinutes(5, 45));
        assertThat(DateTimes.offset("-0330")).contains(ZoneOffset.ofHoursMinutes(-3, -30));
        assertThat(DateTimes.offset("20261124")).isEmpty();
        assertThat(DateTimes.offset("20261124-2005")).isEmpty();
    }

    @Test
    void aRangeIsOpenOnASideThatIsMissing() {
        LocalDate first = LocalDate.of(2026, 1, 2);
        LocalDate last = LocalDate.of(2026, 3, 4);
        assertThat(DateTimes.dateRange("20260102-20260304")).contains(range(first, last));
        assertThat(DateTimes.dateRange("20260102-")).contains(new Range<>(Optional.of(first), Optional.empty()));
        assertThat(DateTimes.dateRange("-20260304")).contains(new Range<>(Optional.empty(), Optional.of(last)));
        assertThat(DateTimes.dateRange("20260102")).contains(range(first, first));
        assertThat(DateTimes.dateRange("-")).isEmpty();
        assertThat(DateTimes.dateRange("20260102-x")).isEmpty();
    }

    @Test
    void theLastTimeOfARangeStandsForAllThatItLeavesOpen() {
        assertThat(DateTimes.timeRange("10-1130"))
                .contains(range(LocalTime.of(10, 0), LocalTime.of(11, 30, 59, 999_999_000)));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-2026, 2025-01-01T00:00, 2026-12-31T23:59:59.999999",
        "2025-0500-2026-0500, 2025-01-01T00:00, 2026-12-31T23:59:59.999999",
        "20250102+0100-20260304+0200, 2025-01-02T00:00, 2026-03-04T23:59:59.999999",
        "2026-0500, 2026-01-01T00:00, 2026-12-31T23:59:59.999999", // an offset, no range
    })
    void aHyphenOfARangeIsToldFromThatOfAnOffset(String value, LocalDateTime first, LocalDateTime last) {
        assertThat(DateTimes.dateTimeRange(value)).contains(range(first, last));
    }

    @Test
    void aDataSetReadsItsDatesAndTheirOffset() {
        Attributes dataset = new Attributes()
                .setString(Tag.TimezoneOffsetFromUTC, "+0100")
                .setString(Tag.StudyDate, "20261124")
                .setString(Tag.StudyTime, "10:30")
                .setString(Tag.AcquisitionDateTime, "20261124103015-0500");
        Attributes item = dataset.newItem(Tag.ReferencedStudySequence).setString(Tag.StudyDate, "20261124");
        LocalDateTime halfPastTen = LocalDateTime.of(2026, 11, 24, 10, 30);
        assertThat(dataset.getDate(Tag.StudyDate)).contains(LocalDate.of(2026, 11, 24));
        assertThat(dataset.getTime(Tag.StudyTime).map(Span::first)).contains(LocalTime.of(10, 30));
        assertThat(DateTimes.dateTime(dataset, Tag.StudyDate, Tag.StudyTime).map(Span::first))
                .contains(halfPastTen);
        assertThat(dataset.getDateTime(Tag.AcquisitionDateTime).map(Span::first))
                .contains(halfPastTen.plusSeconds(15));
        assertThat(DateTimes.offset(dataset, Tag.AcquisitionDateTime)).contains(ZoneOffset.ofHours(-5));
        assertThat(DateTimes.offset(dataset, Tag.StudyTime)).contains(ZoneOffset.ofHours(1));
        assertThat(DateTimes.offset(item, Tag.StudyTime)).contains(ZoneOffset.ofHours(1));
        assertThat(DateTimes.dateTime(item, Tag.StudyDate, Tag.StudyTime).map(Span::last))
                .contains(LocalDateTime.of(2026, 11, 24, 23, 59, 59, 999_999_000));
        assertThat(dataset.getDate(Tag.SeriesDate)).isEmpty();
    }

    private static <T> Range<T> range(T first, T last) {
        return new Range<>(Optional.of(first), Optional.of(last));
    }
}
