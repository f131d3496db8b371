package org.voxrelay.dicom.data;

import java.util.Optional;

/**
 * A range of a query (PS3.4 section C.2.2.2.5): one value, from a value on, up to a value, or between two.
 *
 * @param first the earliest instant that matches; empty if nothing is too early
 * @param last the latest one; empty if nothing is too late
 */
public record Range<T>(Optional<T> first, Optional<T> last) {}
