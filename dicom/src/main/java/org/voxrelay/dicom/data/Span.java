package org.voxrelay.dicom.data;

/**
 * What a value that stops early stands for: {@code 2026} is all of 2026, {@code 1030} the minute from 10:30.
 *
 * @param first the earliest instant
 * @param last the latest one, in microseconds as the Standard's finest
 */
public record Span<T>(T first, T last) {}
