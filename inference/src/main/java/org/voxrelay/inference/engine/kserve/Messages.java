package org.voxrelay.inference.engine.kserve;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.voxrelay.inference.engine.kserve.Described.Port;

/**
 * The messages of the Open Inference Protocol's gRPC interface that we use, by the numbers of their fields. Tensors go as
 * raw contents: little-endian bytes in a field of their own.
 */
final class Messages {
    static final int NAME = 1;
    static final int DATATYPE = 2;
    static final int SHAPE = 3;

    private static final int READY_FLAG = 1;
    private static final int DESCRIBED_INPUTS = 4;
    private static final int DESCRIBED_OUTPUTS = 5;
    private static final int INFER_MODEL = 1;
    private static final int INFER_INPUTS = 5;
    private static final int INFER_OUTPUTS = 6;
    private static final int INFER_RAW_INPUTS = 7;
    private static final int MAX_PORTS = 1000;

    /** A message that is bytes already. */
    static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** {@code ServerReadyResponse} and {@code ModelReadyResponse}. */
    static final Marshaller<Boolean> READY = answer(input -> {
        boolean ready = false;
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == READY_FLAG) {
                ready = input.readBool();
            } else {
                input.skipField(tag);
            }
        }
        return ready;
    });

    /** {@code ModelMetadataResponse}. */
    static final Marshaller<Described> DESCRIBED = answer(Messages::described);

    private Messages() {}

    interface Reader<T> {
        T read(CodedInputStream input) throws IOException;
    }

    /** For answers only; a message that is none ends the call with a reason. */
    static <T> Marshaller<T> answer(Reader<T> reader) {
        return new Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                throw new IllegalStateException("an answer is not sent");
            }

            @Override
            public T parse(InputStream stream) {
                try {
                    return reader.read(CodedInputStream.newInstance(stream));
                } catch (IOException e) {
                    throw Status.INTERNAL
                            .withDescription("the answer is not understood: " + e.getMessage())
                            .withCause(e)
                            .asRuntimeException();
                }
            }
        };
    }

    private static Described described(CodedInputStream input) throws IOException {
        List<Port> inputs = new ArrayList<>();
        List<Port> outputs = new ArrayList<>();
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case DESCRIBED_INPUTS -> add(inputs, TensorHead.read(input));
                case DESCRIBED_OUTPUTS -> add(outputs, TensorHead.read(input));
                default -> input.skipField(tag);
            }
        }
        return new Described(inputs, outputs);
    }

    private static void add(List<Port> ports, TensorHead head) throws IOException {
        if (ports.size() >= MAX_PORTS) {
            throw new IOException("more than " + MAX_PORTS + " tensors");
        }
        ports.add(new Port(head.name(), head.datatype()));
    }

    /** {@code ModelReadyRequest} and {@code ModelMetadataRequest}. */
    static byte[] named(String model) {
        return write(output -> output.writeString(NAME, model));
    }

    /** {@code ModelInferRequest}. */
    static byte[] request(Computation computation) {
        byte[] start = write(output -> {
            output.writeString(INFER_MODEL, computation.model());
            var head = new TensorHead(computation.input(), "FP32", computation.inputShape());
            output.writeByteArray(INFER_INPUTS, write(head::write));
            output.writeByteArray(INFER_OUTPUTS, write(out -> out.writeString(NAME, computation.output())));
            output.writeTag(INFER_RAW_INPUTS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            output.writeUInt32NoTag(Math.toIntExact(computation.sampleBytes()));
        });
        byte[] whole = Arrays.copyOf(start, Math.toIntExact(start.length + computation.sampleBytes()));
        ByteBuffer.wrap(whole, start.length, whole.length - start.length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(0, computation.samples(), 0, computation.samples().capacity());
        return whole;
    }

    interface Writer {
        void write(CodedOutputStream output) throws IOException;
    }

    private static byte[] write(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            writer.write(output);
            output.flush();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes what is written", e);
        }
        return bytes.toByteArray();
    }
}
