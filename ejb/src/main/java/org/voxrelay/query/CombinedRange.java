package org.voxrelay.query;

import java.time.LocalDate;
import java.time.LocalTime;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.dict.Tag;

/** Study Date and Study Time as the two parts of one range (PS3.4 section C.2.2.2.5.3). */
final class CombinedRange {
    private static final LocalTime LAST_OF_A_DAY = LocalTime.of(23, 59, 59, 999_999_000);

    private CombinedRange() {}

    /** Whether both keys are ranges; else each is matched for itself. */
    static boolean isIn(Attributes keys) {
        return isRange(keys, Tag.StudyDate) && isRange(keys, Tag.StudyTime);
    }

    private static boolean isRange(Attributes keys, int tag) {
        String value = keys.getString(tag, "").strip();
        return value.length() > 1 && value.indexOf('-') >= 0;
    }

    static void addTo(Where where, Attributes keys) throws BadKeyException {
        String[] dates = keys.getString(Tag.StudyDate, "").strip().split("-", 2);
        String[] times = keys.getString(Tag.StudyTime, "").strip().split("-", 2);
        // An absent date is 0001-01-01, and in no range.
        LocalDate from = dates[0].isBlank() ? LocalDate.of(1, 1, 2) : Matching.date(dates[0]);
        LocalTime fromTime = times[0].isBlank() ? LocalTime.MIN : Matching.time(times[0], "000000.000000");
        where.and("(s.date, s.time) >= (?, ?)", from, fromTime);
        if (!dates[1].isBlank()) {
            LocalTime to = times[1].isBlank() ? LAST_OF_A_DAY : Matching.time(times[1], "235959.999999");
            where.and("(s.date, s.time) <= (?, ?)", Matching.date(dates[1]), to);
        }
    }
}
