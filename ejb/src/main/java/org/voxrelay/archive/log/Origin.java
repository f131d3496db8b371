package org.voxrelay.archive.log;

/**
 * How an instance came, as its record tells it after a crash.
 *
 * @param door a number that the door's package gives a meaning
 * @param callingAeTitle of the sender, at most 16 characters; empty if it did not come by DIMSE
 */
public record Origin(int door, String callingAeTitle) {}
