package org.voxrelay.archive.log;

/**
 * A whole record that a scan found.
 *
 * @param number its place in the order of its segment
 * @param replaces whether it was accepted in the place of another instance with its UID
 * @param copy whether it lay in another segment before
 */
public record LoggedRecord(
        LogPlace place, Origin origin, Checks checks, boolean replaces, boolean copy, long millis, long number) {}
