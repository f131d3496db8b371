package org.voxrelay.inference.window;

/** Decisions of many voxels, in one byte each where that is enough. Several threads may write several places. */
final class Codes {
    private static final int MOST_OF_A_BYTE = 256;

    private final byte[] lower;
    /** Empty where one byte is enough. */
    private final byte[] upper;

    /** @param kinds how many different decisions there are */
    Codes(int count, int kinds) {
        lower = new byte[count];
        upper = new byte[kinds > MOST_OF_A_BYTE ? count : 0];
    }

    int get(int index) {
        int code = lower[index] & 0xFF;
        return upper.length == 0 ? code : code | (upper[index] & 0xFF) << 8;
    }

    /** Places codes from an index on, so far apart from each other. */
    void put(int index, int stride, char[] codes) {
        int at = index;
        for (char code : codes) {
            lower[at] = (byte) code;
            at += stride;
        }
        at = index;
        for (int i = 0; i < codes.length && upper.length > 0; i++) {
            upper[at] = (byte) (codes[i] >> 8);
            at += stride;
        }
    }
}
