package org.voxrelay.inference.volume;

/** A place or a direction in patient space (LPS, mm; PS3.3 C.7.6.2). */
public record Point(double x, double y, double z) {}
