package org.voxrelay.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An ONNX file of some hundred bytes, written by the fields of onnx.proto: what is above a threshold has the label 1. Its
 * input is {@code image} (float), its output {@code label} (uint8), both [1][1][z][y][x].
 *
 * @param compare operator that compares image and threshold
 * @param declared size that each axis of the output is said to have; 0 for that of the input
 */
record TinyGraph(float threshold, String compare, int declared) {
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int ATTRIBUTE_INT = 2;
    private static final String[] AXES = {"z", "y", "x"};

    static TinyGraph above(float threshold) {
        return new TinyGraph(threshold, "Greater", 0);
    }

    /** ModelProto: ir_version 1, graph 7, opset_import 8. */
    byte[] bytes() {
        var graph = new Message()
                .add(1, node(compare, "is", "image", "threshold"))
                .add(1, node("Cast", "label", "is").add(5, castTo()))
                .text(2, "tiny")
                .add(5, limit())
                .add(11, value("image", FLOAT, 0))
                .add(12, value("label", UINT8, declared));
        return new Message()
                .number(1, 8)
                .add(7, graph)
                .add(8, new Message().text(1, "").number(2, 16))
                .bytes();
    }

    /** NodeProto: input 1, output 2, op_type 4. */
    private static Message node(String operator, String output, String... inputs) {
        var node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    /** AttributeProto: name 1, i 3, type 20. */
    private static Message castTo() {
        return new Message().text(1, "to").number(3, UINT8).number(20, ATTRIBUTE_INT);
    }

    /** TensorProto of no dimension: data_type 2, name 8, raw_data 9. */
    private Message limit() {
        int bits = Float.floatToIntBits(threshold);
        byte[] raw = {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)};
        return new Message().number(2, FLOAT).text(8, "threshold").bytes(9, raw);
    }

    /** ValueInfoProto: name 1, type 2; of a tensor (1) with elem_type 1 and shape 2 of dim 1 (dim_value 1, dim_param 2). */
    private static Message value(String name, int type, int size) {
        var shape = new Message();
        shape.add(1, new Message().number(1, 1)).add(1, new Message().number(1, 1));
        for (String axis : AXES) {
            shape.add(1, size == 0 ? new Message().text(2, axis) : new Message().number(1, size));
        }
        return new Message()
                .text(1, name)
                .add(2, new Message().add(1, new Message().number(1, type).add(2, shape)));
    }

    /** A message of protocol buffers. */
    private static final class Message {
        private final ByteArrayOutputStream fields = new ByteArrayOutputStream();

        Message number(int field, int value) {
            varint(field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message add(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message bytes(int field, byte[] value) {
            varint(field << 3 | 2);
            varint(value.length);
            fields.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return fields.toByteArray();
        }

        private void varint(int value) {
            int rest = value;
            for (; rest > 0x7F; rest >>>= 7) {
                fields.write(rest & 0x7F | 0x80);
            }
            fields.write(rest);
        }
    }
}
