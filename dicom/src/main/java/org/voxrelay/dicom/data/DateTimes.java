package org.voxrelay.dicom.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.voxrelay.dicom.dict.Tag;

/**
 * Reads the VRs DA, TM and DT (PS3.5 section 6.2): single values, and the ranges that queries hold. A time or a
 * date-time may stop at any component. The forms of ACR-NEMA, {@code 2026.11.24} and {@code 10:30:00}, are understood.
 * What is no date or time is empty.
 */
public final class DateTimes {
    private static final Pattern DATE = Pattern.compile("(\\d{4})([.]?)(\\d{2})\\2(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6}))?)?)?");
    private static final Pattern DATE_TIME =
            Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2}(?:\\d{2}(?:\\d{2}(?:\\.\\d{1,6})?)?)?))?)?)?");
    /** Down to -1200, up to +1400: so the second half of 1999-2005 is a year. */
    private static final Pattern OFFSET = Pattern.compile("(\\+(0\\d|1[0-4])|-(0\\d|1[0-2]))[0-5]\\d");

    private static final int MICROSECOND = 1000;

    private DateTimes() {}

    /** @return the day of a DA value */
    public static Optional<LocalDate> date(String value) {
        Matcher matcher = DATE.matcher(value.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return valid(() -> LocalDate.of(number(matcher, 1), number(matcher, 3), number(matcher, 4)));
    }

    /** @return the times that a TM value stands for; a 60th second is the last microsecond of the minute */
    public static Optional<Span<LocalTime>> time(String value) {
        Matcher matcher = TIME.matcher(value.strip());
        return matcher.matches() ? valid(() -> time(matcher)) : Optional.empty();
    }

    private static Span<LocalTime> time(Matcher matcher) {
        int hour = number(matcher, 1);
        if (matcher.group(2) == null) {
            return new Span<>(LocalTime.of(hour, 0), lastOf(LocalTime.of(hour, 59, 59)));
        }
        int minute = number(matcher, 2);
        if (matcher.group(3) == null) {
            return new Span<>(LocalTime.of(hour, minute), lastOf(LocalTime.of(hour, minute, 59)));
        }
        if (number(matcher, 3) == 60) {
            LocalTime leap = lastOf(LocalTime.of(hour, minute, 59));
            return new Span<>(leap, leap);
        }
        LocalTime second = LocalTime.of(hour, minute, number(matcher, 3));
        if (matcher.group(4) == null) {
            return new Span<>(second, lastOf(second));
        }
        return fraction(second, matcher.group(4));
    }

    /** {@code .1} is the tenth of a second from there on. */
    private static Span<LocalTime> fraction(LocalTime second, String digits) {
        int first = Integer.parseInt((digits + "00000").substring(0, 6));
        int last = Integer.parseInt((digits + "99999").substring(0, 6));
        return new Span<>(second.withNano(first * MICROSECOND), second.withNano(last * MICROSECOND));
    }

    private static LocalTime lastOf(LocalTime second) {
        return second.withNano(999_999 * MICROSECOND);
    }

    /** @return the moments that a DT value stands for, without its offset from UTC */
    public static Optional<Span<LocalDateTime>> dateTime(String value) {
        Matcher matcher = DATE_TIME.matcher(withoutOffset(value.strip()));
        return matcher.matches() ? valid(() -> dateTime(matcher)) : Optional.empty();
    }

    private static Span<LocalDateTime> dateTime(Matcher matcher) {
        Year year = Year.of(number(matcher, 1));
        if (matcher.group(2) == null) {
            return days(year.atDay(1), year.atMonth(12).atEndOfMonth());
        }
        YearMonth month = year.atMonth(number(matcher, 2));
        if (matcher.group(3) == null) {
            return days(month.atDay(1), month.atEndOfMonth());
        }
        LocalDate day = LocalDate.of(year.getValue(), month.getMonth(), number(matcher, 3));
        if (matcher.group(4) == null) {
            return days(day, day);
        }
        Span<LocalTime> time = time(matcher.group(4)).orElseThrow(() -> new DateTimeException("no time"));
        return new Span<>(day.atTime(time.first()), day.atTime(time.last()));
    }

    private static Span<LocalDateTime> days(LocalDate first, LocalDate last) {
        return new Span<>(first.atStartOfDay(), last.atTime(lastOf(LocalTime.of(23, 59, 59))));
    }

    /** @return the offset from UTC at the end of a DT value, or that Timezone Offset From UTC (0008,0201) is */
    public static Optional<ZoneOffset> offset(String value) {
        String text = value.strip();
        int start = text.length() - 5;
        if (start < 0 || !OFFSET.matcher(text.substring(start)).matches()) {
            return Optional.empty();
        }
        return valid(() -> ZoneOffset.of(text.substring(start)));
    }

    /** @return what a DA and a TM attribute say together; the whole day if there is no time */
    public static Optional<Span<LocalDateTime>> dateTime(Attributes dataset, int dateTag, int timeTag) {
        String time = dataset.getString(timeTag, "").replace(":", "");
        return dataset.getDate(dateTag).flatMap(day -> dateTime(DateTimeFormatter.BASIC_ISO_DATE.format(day) + time));
    }

    /**
     * @return the offset from UTC that a DT value has, or else Timezone Offset From UTC (0008,0201) of this data set or of
     *     one around it (PS3.3 section C.12.1.1.8); empty if nothing says it
     */
    public static Optional<ZoneOffset> offset(Attributes dataset, int tag) {
        Optional<String> own = dataset.getVR(tag).filter(vr -> vr == VR.DT).flatMap(vr -> dataset.getString(tag));
        return own.flatMap(DateTimes::offset)
                .or(() -> dataset.getString(Tag.TimezoneOffsetFromUTC).flatMap(DateTimes::offset))
                .or(() -> dataset.getParent().flatMap(around -> offset(around, Tag.TimezoneOffsetFromUTC)));
    }

    private static String withoutOffset(String value) {
        int start = value.length() - 5;
        boolean offset = start >= 4 && OFFSET.matcher(value.substring(start)).matches();
        return offset ? value.substring(0, start) : value;
    }

    /** @return the days of a DA value or range of a query */
    public static Optional<Range<LocalDate>> dateRange(String value) {
        return range(value, text -> date(text).map(day -> new Span<>(day, day)));
    }

    /** @return the times of a TM value or range of a query */
    public static Optional<Range<LocalTime>> timeRange(String value) {
        return range(value, DateTimes::time);
    }

    /** @return the moments of a DT value or range of a query, without their offsets. {@code 2026-0500} is one value */
    public static Optional<Range<LocalDateTime>> dateTimeRange(String value) {
        return range(value, DateTimes::dateTime);
    }

    private static <T> Optional<Range<T>> range(String value, Function<String, Optional<Span<T>>> parse) {
        Optional<Span<T>> single = parse.apply(value);
        if (single.isPresent()) {
            return single.map(span -> new Range<>(Optional.of(span.first()), Optional.of(span.last())));
        }
        return IntStream.range(0, value.length())
                .filter(i -> value.charAt(i) == '-')
                .mapToObj(dash -> range(value.substring(0, dash), value.substring(dash + 1), parse))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static <T> Optional<Range<T>> range(String from, String to, Function<String, Optional<Span<T>>> parse) {
        Optional<Span<T>> first = parse.apply(from);
        Optional<Span<T>> last = parse.apply(to);
        boolean readable = (first.isPresent() || from.isBlank()) && (last.isPresent() || to.isBlank());
        boolean bounded = first.isPresent() || last.isPresent();
        return readable && bounded
                ? Optional.of(new Range<>(first.map(Span::first), last.map(Span::last)))
                : Optional.empty();
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private interface Parsed<T> {
        T get();
    }

    private static <T> Optional<T> valid(Parsed<T> parsed) {
        try {
            return Optional.of(parsed.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
