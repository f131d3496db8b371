package org.voxrelay.inference.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the files in which an ONNX file keeps weights beside itself (external data). Reads only what leads to their names, by
 * the field numbers of onnx.proto; the weights themselves are skipped.
 */
final class ExternalData {
    private static final int DEEPEST = 100;
    private static final String LOCATION = "location";
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final SortedSet<String> locations = new TreeSet<>();

    private ExternalData() {}

    /** Messages on the way to a tensor, and which of their fields lead on. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        SPARSE_TENSOR,
        TENSOR,
        /** A key and a value. */
        ENTRY
    }

    private static final Map<Message, Map<Integer, Message>> FIELDS = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 25, Message.FUNCTION),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE,
                    Map.of(
                            5, Message.TENSOR,
                            6, Message.GRAPH,
                            10, Message.TENSOR,
                            11, Message.GRAPH,
                            22, Message.SPARSE_TENSOR,
                            23, Message.SPARSE_TENSOR),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.SPARSE_TENSOR, Map.of(1, Message.TENSOR, 2, Message.TENSOR),
            Message.TENSOR, Map.of(13, Message.ENTRY),
            Message.ENTRY, Map.of());

    /**
     * Names of the files, as the ONNX file has them: relative to its own folder if it is honest.
     *
     * @throws IOException also if the file is no ONNX file
     */
    static SortedSet<String> of(Path onnx) throws IOException {
        var found = new ExternalData();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(onnx), 1 << 16)) {
            found.read(CodedInputStream.newInstance(file), Message.MODEL, 0);
        }
        return found.locations;
    }

    private void read(CodedInputStream input, Message message, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("graphs within graphs, deeper than " + DEEPEST);
        }
        if (message == Message.ENTRY) {
            readEntry(input);
            return;
        }
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            Message inner = FIELDS.get(message).get(WireFormat.getTagFieldNumber(tag));
            if (inner == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                input.skipField(tag);
            } else {
                int outer = input.pushLimit(input.readRawVarint32());
                read(input, inner, depth + 1);
                input.popLimit(outer);
            }
        }
    }

    private void readEntry(CodedInputStream input) throws IOException {
        String key = "";
        String value = "";
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case KEY -> key = input.readString();
                case VALUE -> value = input.readString();
                default -> input.skipField(tag);
            }
        }
        if (key.equals(LOCATION)) {
            locations.add(value);
        }
    }
}
