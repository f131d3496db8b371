package org.voxrelay.archive.log;

/** A part of a segment that one writer at a time fills, record after record. */
final class Extent {
    private final Segment segment;
    private final long end;
    private long position;

    Extent(Segment segment, long start, long end) {
        this.segment = segment;
        this.position = start;
        this.end = end;
    }

    Segment segment() {
        return segment;
    }

    long position() {
        return position;
    }

    long room() {
        return end - position;
    }

    /** A record was finished. */
    void advance(long bytes) {
        position += bytes;
    }
}
