package org.voxrelay.inference.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against a flood fill, voxel by voxel. */
class ComponentsTest {
    private static final int U = 13;
    private static final int V = 9;
    private static final int W = 7;

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.25, 0.32, 0.5, 0.9, 1})
    void theLargestComponentIsThatOfAFloodFill(double density) {
        for (int seed = 0; seed < 40; seed++) {
            List<BitSet> planes = random(seed, density, W);
            int largest = floods(planes).stream().mapToInt(List::size).max().orElse(0);
            List<BitSet> found = new Components(planes, U, V).largest();
            List<List<Integer>> inFound = floods(found);
            assertThat(inFound).hasSizeLessThanOrEqualTo(1);
            assertThat(inFound.isEmpty() ? 0 : inFound.get(0).size()).isEqualTo(largest);
            assertThat(contains(planes, found)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9})
    void enclosedIsWhatAFloodFromTheEdgeDoesNotReach(double density) {
        for (int seed = 0; seed < 40; seed++) {
            List<BitSet> plane = random(seed, density, 1);
            BitSet expected = new BitSet();
            for (List<Integer> flood : floods(plane)) {
                if (flood.stream().noneMatch(ComponentsTest::isAtEdge)) {
                    flood.forEach(expected::set);
                }
            }
            assertThat(new Components(plane, U, V).enclosed()).containsExactly(expected);
        }
    }

    @Test
    void nothingSetHasNoComponents() {
        List<BitSet> empty = random(1, 0, W);
        assertThat(new Components(empty, U, V).largest()).allMatch(BitSet::isEmpty);
    }

    private static boolean isAtEdge(int index) {
        int u = index % U;
        int v = index / U % V;
        return u == 0 || u == U - 1 || v == 0 || v == V - 1;
    }

    private static boolean contains(List<BitSet> planes, List<BitSet> part) {
        for (int w = 0; w < planes.size(); w++) {
            BitSet outside = (BitSet) part.get(w).clone();
            outside.andNot(planes.get(w));
            if (!outside.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static List<List<Integer>> floods(List<BitSet> planes) {
        List<List<Integer>> floods = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int start = 0; start < planes.size() * U * V; start++) {
            if (isSet(planes, start) && !seen.get(start)) {
                floods.add(flood(planes, start, seen));
            }
        }
        return floods;
    }

    private static List<Integer> flood(List<BitSet> planes, int start, BitSet seen) {
        List<Integer> reached = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        seen.set(start);
        while (!open.isEmpty()) {
            int index = open.pop();
            reached.add(index);
            int u = index % U;
            int v = index / U % V;
            for (int[] step : new int[][] {
                {-1, u > 0 ? 1 : 0},
                {1, u < U - 1 ? 1 : 0},
                {-U, v > 0 ? 1 : 0},
                {U, v < V - 1 ? 1 : 0},
                {-U * V, 1},
                {U * V, 1}
            }) {
                int next = index + step[0];
                if (step[1] == 1 && isSet(planes, next) && !seen.get(next)) {
                    seen.set(next);
                    open.push(next);
                }
            }
        }
        return reached;
    }

    private static boolean isSet(List<BitSet> planes, int index) {
        return index >= 0
                && index < planes.size() * U * V
                && planes.get(index / (U * V)).get(index % (U * V));
    }

    private static List<BitSet> random(int seed, double density, int count) {
        Random random = new Random(seed);
        List<BitSet> planes = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            BitSet plane = new BitSet();
            for (int bit = 0; bit < U * V; bit++) {
                plane.set(bit, random.nextDouble() < density);
            }
            planes.add(plane);
        }
        return planes;
    }
}
