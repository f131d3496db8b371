package org.voxrelay.archive;

/**
 * The CRC-32 of two texts one after the other, from the CRC-32 of each: appending {@code n} zero bytes to a message is a
 * linear map over GF(2), and its matrix is found by repeated squaring.
 */
final class Crc32Combination {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int BITS = 32;
    /** Matrix k appends 2^k zero bytes. Made once: squaring them anew took longer than all else that joins pieces. */
    private static final int[][] ZERO_BYTES = zeroBytes();

    private Crc32Combination() {}

    /** @param secondLength bytes of the second text */
    static int combine(int firstCrc, int secondCrc, long secondLength) {
        int crc = firstCrc;
        for (long rest = secondLength; rest != 0; rest &= rest - 1) {
            crc = times(ZERO_BYTES[Long.numberOfTrailingZeros(rest)], crc);
        }
        return crc ^ secondCrc;
    }

    private static int[][] zeroBytes() {
        int[][] matrices = new int[Long.SIZE - 1][];
        int[] matrix = square(square(square(oneZeroBit())));
        for (int k = 0; k < matrices.length; k++) {
            matrices[k] = matrix;
            matrix = square(matrix);
        }
        return matrices;
    }

    private static int[] oneZeroBit() {
        int[] matrix = new int[BITS];
        matrix[0] = POLYNOMIAL;
        for (int i = 1; i < BITS; i++) {
            matrix[i] = 1 << (i - 1);
        }
        return matrix;
    }

    private static int[] square(int[] matrix) {
        int[] result = new int[BITS];
        for (int i = 0; i < BITS; i++) {
            result[i] = times(matrix, matrix[i]);
        }
        return result;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        for (int rest = vector; rest != 0; rest &= rest - 1) {
            sum ^= matrix[Integer.numberOfTrailingZeros(rest)];
        }
        return sum;
    }
}
