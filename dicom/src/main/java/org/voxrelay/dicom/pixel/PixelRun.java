package org.voxrelay.dicom.pixel;

/** A run of bytes of Pixel Data. */
public sealed interface PixelRun {
    long length();

    /** @param offset in the instance */
    record InFile(long offset, long length) implements PixelRun {}

    /** @param bytes not to be changed */
    record InMemory(byte[] bytes, long offset, long length) implements PixelRun {}
}
