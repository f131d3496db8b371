package org.voxrelay.inference.transform;

/** Boxes cut out of arrays [z][y][x]; what lies outside the array is 0. */
final class Windows {
    private Windows() {}

    static float[] cut(float[] samples, int[] size, int[] start, int[] newSize) {
        float[] result = new float[count(newSize)];
        copyRows(samples, result, size, start, newSize);
        return result;
    }

    static boolean[] cut(boolean[] mask, int[] size, int[] start, int[] newSize) {
        boolean[] result = new boolean[count(newSize)];
        copyRows(mask, result, size, start, newSize);
        return result;
    }

    private static int count(int[] size) {
        return Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
    }

    private static void copyRows(Object from, Object to, int[] size, int[] start, int[] newSize) {
        int firstX = Math.max(0, start[2]);
        int length = Math.min(size[2], start[2] + newSize[2]) - firstX;
        if (length <= 0) {
            return;
        }
        for (int z = Math.max(0, start[0]); z < Math.min(size[0], start[0] + newSize[0]); z++) {
            for (int y = Math.max(0, start[1]); y < Math.min(size[1], start[1] + newSize[1]); y++) {
                int source = (z * size[1] + y) * size[2] + firstX;
                int target = ((z - start[0]) * newSize[1] + y - start[1]) * newSize[2] + firstX - start[2];
                System.arraycopy(from, source, to, target, length);
            }
        }
    }
}
