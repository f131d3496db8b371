package org.voxrelay.dicom.codec.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The shortest Huffman code for the 17 categories of differences. One code of all ones stays free (section C.2). */
final class HuffmanCode {
    private static final int FREE = 17;

    private final int[] lengths;
    private final int[] codes = new int[FREE];
    private final List<Integer> order = new ArrayList<>();

    private HuffmanCode(int[] lengths) {
        this.lengths = lengths;
        int code = 0;
        for (int length = 1; length <= FREE; length++) {
            for (int symbol = 0; symbol < FREE; symbol++) {
                if (lengths[symbol] == length) {
                    order.add(symbol);
                    codes[symbol] = code++;
                }
            }
            code <<= 1;
        }
    }

    private record Node(long weight, int tie, List<Integer> symbols) {}

    /**
     * @param frequencies of the symbols; those of 0 get no code. With a place kept free, 18 symbols need 17 bits only
     *     where their frequencies grow as the Fibonacci numbers do; frequencies are halved until 16 suffice.
     */
    static HuffmanCode of(long[] frequencies) {
        long[] weights = frequencies.clone();
        int[] lengths = lengths(weights);
        while (Arrays.stream(lengths).max().orElse(0) > 16) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weights[i] == 0 ? 0 : weights[i] / 2 + 1;
            }
            lengths = lengths(weights);
        }
        return new HuffmanCode(lengths);
    }

    private static int[] lengths(long[] weights) {
        int[] lengths = new int[FREE + 1];
        var queue = new PriorityQueue<Node>(Comparator.comparingLong(Node::weight)
                .thenComparing(Comparator.comparingInt(Node::tie).reversed()));
        queue.add(new Node(0, FREE, List.of(FREE))); // the rarest: it gets the last of the longest codes
        for (int symbol = 0; symbol < weights.length; symbol++) {
            if (weights[symbol] > 0) {
                queue.add(new Node(weights[symbol], symbol, List.of(symbol)));
            }
        }
        while (queue.size() > 1) {
            Node a = queue.remove();
            Node b = queue.remove();
            List<Integer> both = new ArrayList<>(a.symbols());
            both.addAll(b.symbols());
            both.forEach(symbol -> lengths[symbol]++);
            queue.add(new Node(a.weight() + b.weight(), Math.max(a.tie(), b.tie()), both));
        }
        return lengths;
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    int code(int symbol) {
        return codes[symbol];
    }

    /** The marker segment that defines this table as the first one (section B.2.4.2). */
    void writeTo(ByteArrayOutputStream out) {
        out.write(0xFF);
        out.write(0xC4);
        out.write(0);
        out.write(19 + order.size());
        out.write(0);
        for (int length = 1; length <= 16; length++) {
            int wanted = length;
            out.write((int)
                    order.stream().filter(symbol -> lengths[symbol] == wanted).count());
        }
        order.forEach(out::write);
    }
}
