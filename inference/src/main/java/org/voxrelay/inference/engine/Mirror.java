package org.voxrelay.inference.engine;

import java.nio.FloatBuffer;
import java.util.List;

/** Blocks [n0][n1][n2] seen in mirrors. */
final class Mirror {
    private Mirror() {}

    static void copy(FloatBuffer from, FloatBuffer to, int blocks, int[] size, List<Integer> axes) {
        walk(blocks, size, axes, (plain, mirrored) -> to.put(plain, from.get(mirrored)));
    }

    static void add(FloatBuffer from, float[] sums, int blocks, int[] size, List<Integer> axes) {
        walk(blocks, size, axes, (plain, mirrored) -> sums[plain] += from.get(mirrored));
    }

    private interface Visitor {
        void at(int plain, int mirrored);
    }

    private static void walk(int blocks, int[] size, List<Integer> axes, Visitor visitor) {
        int index = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < size[0]; i++) {
                int a = axes.contains(0) ? size[0] - 1 - i : i;
                for (int j = 0; j < size[1]; j++) {
                    int b = axes.contains(1) ? size[1] - 1 - j : j;
                    int row = ((block * size[0] + a) * size[1] + b) * size[2];
                    boolean back = axes.contains(2);
                    for (int k = 0; k < size[2]; k++) {
                        visitor.at(index++, row + (back ? size[2] - 1 - k : k));
                    }
                }
            }
        }
    }
}
