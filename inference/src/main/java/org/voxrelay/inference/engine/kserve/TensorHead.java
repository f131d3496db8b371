package org.voxrelay.inference.engine.kserve;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Name, type and sizes of a tensor: the same three fields in metadata, in requests and in answers. */
record TensorHead(String name, String datatype, List<Long> shape) {
    private static final int MAX_DIMENSIONS = 32;

    TensorHead {
        shape = List.copyOf(shape);
    }

    void write(CodedOutputStream output) throws IOException {
        output.writeString(Messages.NAME, name);
        output.writeString(Messages.DATATYPE, datatype);
        int bytes = 0;
        for (long size : shape) {
            bytes += CodedOutputStream.computeInt64SizeNoTag(size);
        }
        output.writeTag(Messages.SHAPE, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        output.writeUInt32NoTag(bytes);
        for (long size : shape) {
            output.writeInt64NoTag(size);
        }
    }

    /** Reads one that is embedded in another message. */
    static TensorHead read(CodedInputStream input) throws IOException {
        int outer = input.pushLimit(input.readRawVarint32());
        String name = "";
        String datatype = "";
        List<Long> shape = new ArrayList<>();
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Messages.NAME -> name = input.readString();
                case Messages.DATATYPE -> datatype = input.readString();
                case Messages.SHAPE -> readSizes(input, tag, shape);
                default -> input.skipField(tag);
            }
        }
        input.popLimit(outer);
        return new TensorHead(name, datatype, shape);
    }

    /** Packed or one by one: a reader has to take both. */
    private static void readSizes(CodedInputStream input, int tag, List<Long> shape) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
            add(shape, input.readInt64());
            return;
        }
        int outer = input.pushLimit(input.readRawVarint32());
        while (input.getBytesUntilLimit() > 0) {
            add(shape, input.readInt64());
        }
        input.popLimit(outer);
    }

    private static void add(List<Long> shape, long size) throws IOException {
        if (shape.size() >= MAX_DIMENSIONS) {
            throw new IOException("a tensor of more than " + MAX_DIMENSIONS + " dimensions");
        }
        shape.add(size);
    }
}
