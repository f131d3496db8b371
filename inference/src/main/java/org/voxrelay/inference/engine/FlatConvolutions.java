package org.voxrelay.inference.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.onnx.OnnxModel;
import org.voxrelay.inference.onnx.OnnxNode;
import org.voxrelay.inference.onnx.OnnxNode.Attribute;

/**
 * Convolutions of volumes as sums of convolutions of pictures. ONNX Runtime computes the former by way of a matrix in which each
 * sample stands 27 times; for the latter it has kernels that read the samples themselves, in blocks of channels.
 *
 * <p>A volume of n0 slices, n1 rows and n2 columns becomes one tall picture, slice below slice, with a row of zeros after
 * each, so n0 x (n1 + 1) rows. A kernel of 3 x 3 x 3 then becomes three, one for each of its rows: of these the nearest samples of
 * the slice before and of the slice after lie n1 + 1 rows apart, which is the dilation. That each begins a row higher or lower is said by
 * its padding, so all three read the same picture. A kernel of 1 x 3 x 3 becomes one.
 *
 * <p>The sums are the same but for the order in which they are made.
 */
final class FlatConvolutions {
    /** Both sizes of blocks that ONNX Runtime has, 8 and 16, go into this. */
    private static final int BLOCK = 16;

    private static final int KERNEL = 3;
    private static final int ROWS_AXIS = 3;
    private static final long COPY_SIZE = 0;
    private static final long REST = -1;
    private static final String PREFIX = "voxrelay/flat/";

    private final OnnxModel model;
    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * A convolution that may become flat.
     *
     * @param weights their shape, [channels out][channels in][n0][n1][n2]
     */
    private record Candidate(OnnxNode node, long[] weights) {
        String input() {
            return node.inputs().get(0);
        }

        String kernel() {
            return node.inputs().get(1);
        }

        /** No input or one. */
        List<String> bias() {
            return node.inputs().subList(2, node.inputs().size());
        }
    }

    /** Says of which shape values of a graph are. */
    interface Shapes {
        /**
         * @param values names of values in the model
         * @return a shape for each, in their order
         */
        List<long[]> of(OnnxModel model, List<String> values) throws InferenceException;
    }

    FlatConvolutions(OnnxModel model) throws IOException {
        this.model = model;
        Map<String, long[]> constants = model.constants();
        for (OnnxNode node : model.nodes()) {
            if (node.is("Conv") && node.inputs().size() >= 2) {
                long[] weights = constants.get(node.inputs().get(1));
                if (weights != null && fits(node, weights)) {
                    candidates.add(new Candidate(node, weights));
                }
            }
        }
    }

    /** @param weights [channels out][channels in][n0][n1][n2] */
    private static boolean fits(OnnxNode node, long[] weights) throws IOException {
        if (weights.length != 5 || weights[3] != KERNEL || weights[4] != KERNEL) {
            return false;
        }
        long slices = weights[2];
        long[] ones = {1, 1, 1};
        long[] pads = {slices / 2, 1, 1, slices / 2, 1, 1};
        return (slices == 1 || slices == KERNEL)
                && weights[0] % BLOCK == 0
                && weights[1] % BLOCK == 0
                && !node.has("auto_pad")
                && node.number("group", 1) == 1
                && Arrays.equals(node.numbers("strides", ones), ones)
                && Arrays.equals(node.numbers("dilations", ones), ones)
                && Arrays.equals(node.numbers("pads"), pads);
    }

    /**
     * The same model for inputs that have the shape which {@code shapes} knows; it must not be given another, and one window at a time.
     *
     * @return nothing where there is nothing to be won
     */
    Optional<OnnxModel> flat(Shapes shapes) throws InferenceException {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        List<long[]> inputs =
                shapes.of(model, candidates.stream().map(Candidate::input).toList());
        OnnxModel flat = model.copy();
        List<OnnxNode> nodes = new ArrayList<>();
        int done = 0;
        for (OnnxNode node : model.nodes()) {
            if (done < candidates.size() && candidates.get(done).node() == node) {
                new Flattening(flat, nodes, candidates.get(done), inputs.get(done), PREFIX + done + "/").add();
                done++;
            } else {
                nodes.add(node);
            }
        }
        return Optional.of(flat.nodes(nodes));
    }

    /**
     * One convolution.
     *
     * @param model gets what is constant
     * @param nodes get the nodes that it becomes
     * @param shape of its input, [1][channel][n0][n1][n2]
     * @param prefix of the names of all that is new
     */
    private record Flattening(OnnxModel model, List<OnnxNode> nodes, Candidate candidate, long[] shape, String prefix) {
        void add() {
            String picture = picture();
            volume(candidate.weights()[2] == 1 ? ofOneSlice(picture) : ofThreeSlices(picture));
        }

        private long rows() {
            return shape[3];
        }

        private long columns() {
            return shape[4];
        }

        private long rowsOfSlice() {
            return rows() + 1;
        }

        /** [1][channel][n0 * (n1 + 1)][n2]. */
        private String picture() {
            float[] zeros = new float[Math.toIntExact(shape[1] * shape[2] * columns())];
            model.initializer(prefix + "zeros", zeros, 1, shape[1], shape[2], 1, columns());
            String spaced = node(
                    "Concat",
                    List.of(candidate.input(), prefix + "zeros"),
                    "spaced",
                    Attribute.number("axis", ROWS_AXIS));
            return reshape(spaced, "picture", COPY_SIZE, COPY_SIZE, REST, columns());
        }

        private void volume(String picture) {
            String spaced = reshape(picture, "volume", COPY_SIZE, COPY_SIZE, REST, rowsOfSlice(), columns());
            long[] rows = LongStream.range(0, rows()).toArray();
            model.initializer(prefix + "rows", rows, rows.length);
            nodes.add(OnnxNode.of(
                    "Gather",
                    List.of(spaced, prefix + "rows"),
                    candidate.node().outputs().get(0),
                    Attribute.number("axis", ROWS_AXIS)));
        }

        private String ofOneSlice(String picture) {
            long[] weights = candidate.weights();
            String kernel = reshape(candidate.kernel(), "kernel", weights[0], weights[1], KERNEL, KERNEL);
            return convolution(picture, kernel, candidate.bias(), "convolution", 1, 1, 1);
        }

        private String ofThreeSlices(String picture) {
            String sum = ofRow(0, picture, candidate.bias());
            for (int row = 1; row < KERNEL; row++) {
                sum = node("Add", List.of(sum, ofRow(row, picture, List.of())), "sum" + row);
            }
            return sum;
        }

        private String ofRow(int row, String picture, List<String> bias) {
            model.initializer(prefix + "row" + row, new long[] {row});
            String kernel = node(
                    "Gather",
                    List.of(candidate.kernel(), prefix + "row" + row),
                    "kernel" + row,
                    Attribute.number("axis", ROWS_AXIS));
            long above = rowsOfSlice() + 1 - row;
            long below = rowsOfSlice() - 1 + row;
            return convolution(picture, kernel, bias, "convolution" + row, rowsOfSlice(), above, below);
        }

        private String convolution(
                String picture, String kernel, List<String> bias, String name, long dilation, long above, long below) {
            List<String> inputs = new ArrayList<>(List.of(picture, kernel));
            inputs.addAll(bias);
            return node(
                    "Conv",
                    inputs,
                    name,
                    Attribute.numbers("kernel_shape", KERNEL, KERNEL),
                    Attribute.numbers("dilations", dilation, 1),
                    Attribute.numbers("pads", above, 1, below, 1));
        }

        private String reshape(String value, String name, long... to) {
            model.initializer(prefix + name + "/shape", to, to.length);
            return node("Reshape", List.of(value, prefix + name + "/shape"), name);
        }

        private String node(String operator, List<String> inputs, String name, Attribute... attributes) {
            nodes.add(OnnxNode.of(operator, inputs, prefix + name, attributes));
            return prefix + name;
        }
    }
}
