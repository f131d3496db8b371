package org.voxrelay.dicom.derived;

import java.time.OffsetDateTime;
import org.voxrelay.dicom.data.Uid;

/**
 * Which instance is made. The same identity and input give the same bytes.
 *
 * @param seriesNumber above 0
 * @param created date and time of the series and its content; written in the time zone of the source if that is known,
 *     else as given
 */
public record Identity(
        Uid sopInstance, Uid series, int seriesNumber, String seriesDescription, OffsetDateTime created) {}
