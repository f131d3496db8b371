package org.voxrelay.archive.log;

/**
 * A whole record that a scan found.
 *
 * @param number its place in the order of its segment
 * @param replaces whether it was accepted in the place of another instance with its UID
 */
public record LoggedRecord(LogPlace place, Origin origin, Checks checks, boolean replaces, long millis, long number) {}
