package org.voxrelay.inference.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.inference.model.PostProcess.FillHoles;
import org.voxrelay.inference.model.PostProcess.KeepLargest;
import org.voxrelay.inference.model.PostProcess.RemoveFew;

/** Against floods of one label after the other, voxel by voxel, on small volumes of chance. */
class RegionsTest {
    private static final Grid GRID = Grid.cubes(1, 9, 8, 7);
    private static final int[] NUMBERS = {0, 1, 2, 258, 300};
    private static final int ROUNDS = 60;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofEachLabelTheLargestPartStays(boolean corners) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            int[] expected = chance(seed);
            for (int label : NUMBERS) {
                if (label != 0) {
                    keepLargest(expected, voxel -> voxel == label, corners);
                }
            }
            assertThat(cleaned(seed, regions -> regions.apply(new KeepLargest(List.of(), false, corners))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void ofLabelsTogetherTheLargestPartStaysAndOthersAreLeftAlone() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            int[] expected = chance(seed);
            keepLargest(expected, voxel -> voxel == 2 || voxel == 258, false);
            assertThat(cleaned(seed, regions -> regions.apply(new KeepLargest(List.of(2, 258), true, false))))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatALabelEnclosesBecomesTheLabelOneAfterTheOther(boolean corners) {
        int filled = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            int[] expected = chance(seed);
            for (int label : NUMBERS) {
                if (label != 0) {
                    fillHoles(expected, label, corners);
                }
            }
            assertThat(cleaned(seed, regions -> regions.apply(new FillHoles(List.of(), corners))))
                    .isEqualTo(expected);
            filled += Arrays.equals(expected, chance(seed)) ? 0 : 1;
        }
        assertThat(filled).isPositive();
    }

    @Test
    void ofChosenLabelsOnlyTheHolesAreFilled() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            int[] expected = chance(seed);
            fillHoles(expected, 258, false);
            assertThat(cleaned(seed, regions -> regions.apply(new FillHoles(List.of(258), false))))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partsOfTooFewVoxelsGo(boolean corners) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            int[] expected = chance(seed);
            for (int label : NUMBERS) {
                for (List<Integer> part :
                        label == 0 ? List.<List<Integer>>of() : parts(expected, v -> v == label, corners)) {
                    if (part.size() < 3) {
                        part.forEach(voxel -> expected[voxel] = 0);
                    }
                }
            }
            assertThat(cleaned(seed, regions -> regions.apply(new RemoveFew(List.of(), 3, corners))))
                    .isEqualTo(expected);
        }
    }

    private interface Step {
        void on(Regions regions);
    }

    private static int[] cleaned(int seed, Step step) {
        int[] before = chance(seed);
        LabelVolume volume = LabelVolume.empty(GRID, 300);
        for (int voxel = 0; voxel < before.length; voxel++) {
            volume.put(voxel, before[voxel]);
        }
        step.on(new Regions(volume));
        int[] after = new int[before.length];
        Arrays.setAll(after, volume::label);
        return after;
    }

    /** Few labels in some rounds, so that there are large parts; many in others, so that there are holes. */
    private static int[] chance(int seed) {
        var random = new Random(seed);
        int kinds = 2 + seed % 4;
        double most = seed % 3 == 0 ? 0.8 : 0.4;
        int[] labels = new int[GRID.count()];
        Arrays.setAll(labels, voxel -> NUMBERS[random.nextDouble() < most ? kinds - 1 : random.nextInt(kinds)]);
        return labels;
    }

    private static void keepLargest(int[] labels, IntPredicate wanted, boolean corners) {
        List<List<Integer>> parts = parts(labels, wanted, corners);
        int largest = parts.stream().mapToInt(List::size).max().orElse(0);
        boolean kept = false;
        for (List<Integer> part : parts) {
            if (part.size() == largest && !kept) {
                kept = true; // the first of several
            } else {
                part.forEach(voxel -> labels[voxel] = 0);
            }
        }
    }

    private static void fillHoles(int[] labels, int label, boolean corners) {
        if (Arrays.stream(labels).noneMatch(voxel -> voxel == label)) {
            return;
        }
        for (List<Integer> part : parts(labels, voxel -> voxel != label, corners)) {
            if (part.stream().noneMatch(RegionsTest::isOuter)) {
                part.forEach(voxel -> labels[voxel] = label);
            }
        }
    }

    private static boolean isOuter(int voxel) {
        int x = voxel % GRID.xSize();
        int y = voxel / GRID.xSize() % GRID.ySize();
        int z = voxel / GRID.sliceCount();
        return x == 0 || y == 0 || z == 0 || x == GRID.xSize() - 1 || y == GRID.ySize() - 1 || z == GRID.zSize() - 1;
    }

    private static List<List<Integer>> parts(int[] labels, IntPredicate wanted, boolean corners) {
        List<List<Integer>> parts = new ArrayList<>();
        boolean[] seen = new boolean[labels.length];
        for (int start = 0; start < labels.length; start++) {
            if (wanted.test(labels[start]) && !seen[start]) {
                parts.add(flood(labels, wanted, corners, start, seen));
            }
        }
        return parts;
    }

    private static List<Integer> flood(int[] labels, IntPredicate wanted, boolean corners, int start, boolean[] seen) {
        List<Integer> part = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen[start] = true;
        while (!open.isEmpty()) {
            int voxel = open.pop();
            part.add(voxel);
            for (int next : neighbours(voxel, corners)) {
                if (wanted.test(labels[next]) && !seen[next]) {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        return part;
    }

    private static List<Integer> neighbours(int voxel, boolean corners) {
        List<Integer> neighbours = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            int dx = i % 3 - 1;
            int dy = i / 3 % 3 - 1;
            int dz = i / 9 - 1;
            int x = voxel % GRID.xSize() + dx;
            int y = voxel / GRID.xSize() % GRID.ySize() + dy;
            int z = voxel / GRID.sliceCount() + dz;
            boolean inside = x >= 0 && y >= 0 && z >= 0 && x < GRID.xSize() && y < GRID.ySize() && z < GRID.zSize();
            if (inside && i != 13 && (corners || Math.abs(dx) + Math.abs(dy) + Math.abs(dz) == 1)) {
                neighbours.add((z * GRID.ySize() + y) * GRID.xSize() + x);
            }
        }
        return neighbours;
    }
}
