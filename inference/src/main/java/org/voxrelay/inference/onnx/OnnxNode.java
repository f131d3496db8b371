package org.voxrelay.inference.onnx;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.util.List;

/** A node of a graph: NodeProto of onnx.proto. */
public final class OnnxNode {
    private static final int INPUT = 1;
    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOMAIN = 7;

    private final UnknownFieldSet message;

    OnnxNode(UnknownFieldSet message) {
        this.message = message;
    }

    /** An attribute of a node: AttributeProto. */
    public static final class Attribute {
        private static final int NAME = 1;
        private static final int INT = 3;
        private static final int INTS = 8;
        private static final int TYPE = 20;
        private static final int TYPE_INT = 2;
        private static final int TYPE_INTS = 7;

        private final UnknownFieldSet message;

        private Attribute(String name, int field, int type, long... values) {
            message = UnknownFieldSet.newBuilder()
                    .addField(NAME, OnnxFields.of(name))
                    .addField(field, OnnxFields.of(values))
                    .addField(TYPE, OnnxFields.of(type))
                    .build();
        }

        public static Attribute number(String name, long value) {
            return new Attribute(name, INT, TYPE_INT, value);
        }

        public static Attribute numbers(String name, long... values) {
            return new Attribute(name, INTS, TYPE_INTS, values);
        }
    }

    /** One of ONNX's own operators, with one output, of which the node has its name. */
    public static OnnxNode of(String operator, List<String> inputs, String output, Attribute... attributes) {
        UnknownFieldSet.Builder node = UnknownFieldSet.newBuilder();
        inputs.forEach(input -> node.mergeField(INPUT, OnnxFields.of(input)));
        node.addField(OUTPUT, OnnxFields.of(output));
        node.addField(NAME, OnnxFields.of(output));
        node.addField(OPERATOR, OnnxFields.of(operator));
        for (Attribute attribute : attributes) {
            node.mergeField(ATTRIBUTE, OnnxFields.of(attribute.message));
        }
        return new OnnxNode(node.build());
    }

    UnknownFieldSet message() {
        return message;
    }

    /** Whether it is this operator of ONNX itself, not of another domain. */
    public boolean is(String operator) {
        return operator.equals(OnnxFields.text(message, OPERATOR))
                && OnnxFields.text(message, DOMAIN).isEmpty();
    }

    public List<String> inputs() {
        return OnnxFields.texts(message, INPUT);
    }

    public List<String> outputs() {
        return OnnxFields.texts(message, OUTPUT);
    }

    public boolean has(String attribute) throws IOException {
        return attribute(attribute) != null;
    }

    /** Of an attribute with whole numbers; of one that is not there, what it means. */
    public long[] numbers(String attribute, long... ifAbsent) throws IOException {
        UnknownFieldSet found = attribute(attribute);
        return found == null ? ifAbsent : OnnxFields.numbers(found, Attribute.INTS);
    }

    public long number(String attribute, long ifAbsent) throws IOException {
        UnknownFieldSet found = attribute(attribute);
        long[] numbers = found == null ? new long[0] : OnnxFields.numbers(found, Attribute.INT);
        return numbers.length == 0 ? ifAbsent : numbers[numbers.length - 1];
    }

    private UnknownFieldSet attribute(String name) throws IOException {
        for (UnknownFieldSet attribute : OnnxFields.messages(message, ATTRIBUTE)) {
            if (OnnxFields.text(attribute, Attribute.NAME).equals(name)) {
                return attribute;
            }
        }
        return null;
    }
}
