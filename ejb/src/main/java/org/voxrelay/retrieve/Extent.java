package org.voxrelay.retrieve;

/** Bytes of a file. */
record Extent(long offset, long length) {}
