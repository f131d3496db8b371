package org.voxrelay.archive;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import org.voxrelay.db.Folding;
import org.voxrelay.dicom.data.DateTimes;
import org.voxrelay.dicom.data.VR;

/** A value of an attribute as a {@link KeyDocument} holds it, and as the value of a key has to be to meet it. */
public final class KeyValue {
    /** Times are kept to the microsecond, so that their order is that of their texts. */
    public static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss.SSSSSS");

    private static final int LONGEST_NUMBER = 64;

    private KeyValue() {}

    /** Folds text and names, brings dates, times and numbers to one form; what cannot be read stays as it is. */
    public static String normal(VR vr, String value) {
        return switch (vr) {
            case PN -> Folding.foldName(value);
            case LO, LT, SH, ST, UC, UT -> Folding.fold(value);
            case DA ->
                DateTimes.date(value)
                        .map(date -> date.format(DateTimeFormatter.BASIC_ISO_DATE))
                        .orElseGet(() -> Folding.clean(value));
            case TM -> DateTimes.time(value).map(span -> time(span.first())).orElseGet(() -> Folding.clean(value));
            case DS, IS, FD, FL, SL, SS, SV, UL, US, UV -> number(Folding.clean(value));
            case AE, AS, AT, CS, DT, OB, OD, OF, OL, OV, OW, SQ, UI, UN, UR -> Folding.clean(value);
        };
    }

    /** A time as it is kept. */
    public static String time(LocalTime time) {
        return TIME.format(time);
    }

    private static String number(String value) {
        if (value.length() > LONGEST_NUMBER) {
            return value;
        }
        try {
            var number = new BigDecimal(value);
            // A huge exponent would make a text of as many zeros.
            return Math.abs(number.scale()) > LONGEST_NUMBER
                    ? number.toString()
                    : number.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return value;
        }
    }
}
