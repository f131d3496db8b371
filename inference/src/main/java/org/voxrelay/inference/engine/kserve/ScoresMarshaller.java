package org.voxrelay.inference.engine.kserve;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a {@code ModelInferResponse} from the network into the buffer for scores, without a copy of the whole. What it
 * gives is a sentence about what is wrong, or empty.
 */
final class ScoresMarshaller implements Marshaller<String> {
    private static final int OUTPUTS = 5;
    private static final int RAW_OUTPUTS = 6;
    private static final int CHUNK_FLOATS = 1 << 16;

    private final Computation computation;

    ScoresMarshaller(Computation computation) {
        this.computation = computation;
    }

    @Override
    public InputStream stream(String fault) {
        throw new IllegalStateException("an answer is not sent");
    }

    @Override
    public String parse(InputStream stream) {
        try {
            CodedInputStream input = CodedInputStream.newInstance(stream, Float.BYTES * CHUNK_FLOATS);
            input.setSizeLimit(Integer.MAX_VALUE); // the call's own limit is below
            return read(input);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the answer is not understood: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private String read(CodedInputStream input) throws IOException {
        TensorHead head = null;
        long rawBytes = -1;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            boolean bytes = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            int field = WireFormat.getTagFieldNumber(tag);
            if (bytes && field == OUTPUTS && head == null) {
                head = TensorHead.read(input);
            } else if (bytes && field == RAW_OUTPUTS && rawBytes < 0) {
                rawBytes = Integer.toUnsignedLong(input.readRawVarint32());
                readScores(input, rawBytes);
            } else {
                input.skipField(tag);
            }
        }
        String fault = head == null
                ? "The inference server answers without an output."
                : computation.fault(head.datatype(), head.shape());
        if (!fault.isEmpty()) {
            return fault;
        }
        if (rawBytes < 0) {
            return "The inference server does not answer with raw tensors.";
        }
        return computation.fault(rawBytes);
    }

    private void readScores(CodedInputStream input, long bytes) throws IOException {
        if (bytes != computation.scoreBytes()) {
            if (bytes > Integer.MAX_VALUE) {
                throw new IOException("a tensor of " + bytes + " bytes");
            }
            input.skipRawBytes((int) bytes);
            return;
        }
        int floats = computation.scores().capacity();
        for (int at = 0; at < floats; at += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, floats - at);
            ByteBuffer piece =
                    ByteBuffer.wrap(input.readRawBytes(Float.BYTES * count)).order(ByteOrder.LITTLE_ENDIAN);
            computation.scores().put(at, piece.asFloatBuffer(), 0, count);
        }
    }
}
