package org.voxrelay.inference.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX file (ModelProto of onnx.proto) of which nodes, inputs and outputs can be changed. All else, weights above all, stays as it is;
 * what the file says of the shapes between its nodes is left out, for it need not be true.
 */
public final class OnnxModel {
    private static final int IR_VERSION = 1;
    private static final int GRAPH = 7;
    private static final int OPSET = 8;
    private static final int NODE = 1;
    private static final int GRAPH_NAME = 2;
    private static final int INITIALIZER = 5;
    private static final int INPUT = 11;
    private static final int OUTPUT = 12;
    private static final int VALUE_INFO = 13;
    private static final int TENSOR_DIMS = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW = 9;
    private static final int TENSOR_EXTERNAL = 13;
    private static final int TENSOR_LOCATION = 14;
    private static final int VALUE_NAME = 1;
    private static final int VALUE_TYPE = 2;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int EXTERNAL = 1;

    /** Without the graph. */
    private final UnknownFieldSet model;
    /** Without nodes. */
    private final UnknownFieldSet.Builder graph;

    private final List<OnnxNode> nodes;

    private OnnxModel(UnknownFieldSet model, UnknownFieldSet.Builder graph, List<OnnxNode> nodes) {
        this.model = model;
        this.graph = graph;
        this.nodes = new ArrayList<>(nodes);
    }

    /** A graph with nothing in it yet. */
    public OnnxModel(long irVersion, long opset) {
        this(
                UnknownFieldSet.newBuilder()
                        .addField(IR_VERSION, OnnxFields.of(irVersion))
                        .addField(OPSET, OnnxFields.of(OnnxFields.only(2, OnnxFields.of(opset))))
                        .build(),
                UnknownFieldSet.newBuilder().addField(GRAPH_NAME, OnnxFields.of("graph")),
                List.of());
    }

    /**
     * @param bytes are used as long as the model is
     * @throws IOException if they are no ONNX file
     */
    public static OnnxModel parse(byte[] bytes) throws IOException {
        UnknownFieldSet model = OnnxFields.parse(UnsafeByteOperations.unsafeWrap(bytes));
        List<UnknownFieldSet> graphs = OnnxFields.messages(model, GRAPH);
        if (graphs.size() != 1) {
            throw new IOException("an ONNX file has one graph, not " + graphs.size());
        }
        List<OnnxNode> nodes = new ArrayList<>();
        for (UnknownFieldSet node : OnnxFields.messages(graphs.get(0), NODE)) {
            nodes.add(new OnnxNode(node));
        }
        UnknownFieldSet.Builder graph =
                graphs.get(0).toBuilder().clearField(NODE).clearField(VALUE_INFO);
        return new OnnxModel(model.toBuilder().clearField(GRAPH).build(), graph, nodes);
    }

    public OnnxModel copy() {
        return new OnnxModel(model, graph.clone(), nodes);
    }

    /** In an order in which they can be computed. */
    public List<OnnxNode> nodes() {
        return List.copyOf(nodes);
    }

    public OnnxModel nodes(List<OnnxNode> others) {
        nodes.clear();
        nodes.addAll(others);
        return this;
    }

    public OnnxModel add(OnnxNode node) {
        nodes.add(node);
        return this;
    }

    /** Shapes of floats that nobody can change, by name: of initializers that are no inputs, too, as they were in older files. */
    public Map<String, long[]> constants() throws IOException {
        Map<String, long[]> shapes = new HashMap<>();
        for (UnknownFieldSet tensor : OnnxFields.messages(graph.build(), INITIALIZER)) {
            if (Arrays.equals(OnnxFields.numbers(tensor, TENSOR_TYPE), new long[] {FLOAT})) {
                shapes.put(OnnxFields.text(tensor, TENSOR_NAME), OnnxFields.numbers(tensor, TENSOR_DIMS));
            }
        }
        shapes.keySet().removeAll(names(INPUT, VALUE_NAME));
        return shapes;
    }

    /** @throws IOException if it has none or several that must be given */
    public String onlyInput() throws IOException {
        Set<String> inputs = names(INPUT, VALUE_NAME);
        inputs.removeAll(names(INITIALIZER, TENSOR_NAME));
        if (inputs.size() != 1) {
            throw new IOException("the graph has " + inputs.size() + " inputs");
        }
        return inputs.iterator().next();
    }

    private Set<String> names(int of, int name) throws IOException {
        Set<String> names = new HashSet<>();
        for (UnknownFieldSet message : OnnxFields.messages(graph.build(), of)) {
            names.add(OnnxFields.text(message, name));
        }
        return names;
    }

    /** @param shape none for a single number */
    public OnnxModel initializer(String name, long[] values, long... shape) {
        ByteBuffer raw = littleEndian(Long.BYTES * values.length);
        raw.asLongBuffer().put(values);
        return initializer(tensor(name, INT64, shape).addField(TENSOR_RAW, OnnxFields.of(ByteString.copyFrom(raw))));
    }

    public OnnxModel initializer(String name, float[] values, long... shape) {
        ByteBuffer raw = littleEndian(Float.BYTES * values.length);
        raw.asFloatBuffer().put(values);
        return initializer(tensor(name, FLOAT, shape).addField(TENSOR_RAW, OnnxFields.of(ByteString.copyFrom(raw))));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Floats that are in another file. @param location relative to the folder of the ONNX file */
    public OnnxModel externalInitializer(String name, String location, long... shape) {
        UnknownFieldSet entry = UnknownFieldSet.newBuilder()
                .addField(1, OnnxFields.of("location"))
                .addField(2, OnnxFields.of(location))
                .build();
        return initializer(tensor(name, FLOAT, shape)
                .addField(TENSOR_EXTERNAL, OnnxFields.of(entry))
                .addField(TENSOR_LOCATION, OnnxFields.of(EXTERNAL)));
    }

    private static UnknownFieldSet.Builder tensor(String name, int type, long... shape) {
        UnknownFieldSet.Builder tensor = UnknownFieldSet.newBuilder();
        if (shape.length > 0) {
            tensor.addField(TENSOR_DIMS, OnnxFields.of(shape));
        }
        return tensor.addField(TENSOR_TYPE, OnnxFields.of(type)).addField(TENSOR_NAME, OnnxFields.of(name));
    }

    private OnnxModel initializer(UnknownFieldSet.Builder tensor) {
        graph.mergeField(INITIALIZER, OnnxFields.of(tensor.build()));
        return this;
    }

    /** One more input, of floats. @param shape equal negative numbers stand for equal sizes that are not known */
    public OnnxModel input(String name, long... shape) {
        graph.mergeField(INPUT, OnnxFields.of(value(name, FLOAT, shape)));
        return this;
    }

    public OnnxModel withoutInputsAndOutputs() {
        graph.clearField(INPUT).clearField(OUTPUT);
        return this;
    }

    public OnnxModel output(String name, long... shape) {
        return output(name, FLOAT, shape);
    }

    public OnnxModel outputOfNumbers(String name, long... shape) {
        return output(name, INT64, shape);
    }

    private OnnxModel output(String name, int type, long... shape) {
        graph.mergeField(OUTPUT, OnnxFields.of(value(name, type, shape)));
        return this;
    }

    /** ValueInfoProto. */
    private static UnknownFieldSet value(String name, int type, long... shape) {
        UnknownFieldSet.Builder sizes = UnknownFieldSet.newBuilder();
        for (long size : shape) {
            UnknownFieldSet one = size < 0
                    ? OnnxFields.only(2, OnnxFields.of("any" + -size))
                    : OnnxFields.only(1, OnnxFields.of(size));
            sizes.mergeField(1, OnnxFields.of(one));
        }
        UnknownFieldSet tensor = UnknownFieldSet.newBuilder()
                .addField(1, OnnxFields.of(type))
                .addField(2, OnnxFields.of(sizes.build()))
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(VALUE_NAME, OnnxFields.of(name))
                .addField(VALUE_TYPE, OnnxFields.of(OnnxFields.only(1, OnnxFields.of(tensor))))
                .build();
    }

    /** Leaves the nodes that these values are made of. */
    public OnnxModel prune(List<String> values) {
        Map<String, OnnxNode> makers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
        Set<OnnxNode> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(values);
        while (!open.isEmpty()) {
            OnnxNode maker = makers.get(open.pop());
            if (maker != null && needed.add(maker)) {
                maker.inputs().forEach(open::push);
            }
        }
        nodes.removeIf(node -> !needed.contains(node));
        return this;
    }

    public byte[] toByteArray() {
        UnknownFieldSet.Builder builder = graph.clone();
        nodes.forEach(node -> builder.mergeField(NODE, OnnxFields.of(node.message())));
        UnknownFieldSet whole = builder.build();
        int size = whole.getSerializedSize();
        byte[] bytes = new byte
                [model.getSerializedSize()
                        + CodedOutputStream.computeTagSize(GRAPH)
                        + CodedOutputStream.computeUInt32SizeNoTag(size)
                        + size];
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            model.writeTo(output);
            output.writeTag(GRAPH, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            output.writeUInt32NoTag(size);
            whole.writeTo(output);
        } catch (IOException e) {
            throw new IllegalStateException("an array of the right size is not full too early", e);
        }
        output.checkNoSpaceLeft();
        return bytes;
    }
}
