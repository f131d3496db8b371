package org.voxrelay.inference.engine.kserve;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.model.Graph;

/** Over gRPC, with protobuf's reader of fields without a schema: nothing of our own encoding is in it. */
final class GrpcClothes extends OnnxRuntimeInKServeClothes {
    private static final String SERVICE = "inference.GRPCInferenceService";

    private final Server server;
    private final String scheme;
    /** What is answered instead of scores, if anything. */
    volatile byte[] lie = {};

    private interface Answer {
        UnknownFieldSet to(UnknownFieldSet request) throws StatusException, IOException;
    }

    GrpcClothes(Graph graph, long... outputShape) throws IOException {
        this(loopback(0), "grpc", graph, outputShape);
    }

    /** On a port of the caller's choice. */
    static GrpcClothes at(int port, Graph graph, long... outputShape) throws IOException {
        return new GrpcClothes(loopback(port), "grpc", graph, outputShape);
    }

    /** Through TLS. */
    static GrpcClothes withKey(KeyManagerFactory key, Graph graph, long... outputShape) throws IOException {
        var tls = GrpcSslContexts.configure(SslContextBuilder.forServer(key)).build();
        return new GrpcClothes(loopback(0).sslContext(tls), "grpcs", graph, outputShape);
    }

    private static NettyServerBuilder loopback(int port) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private GrpcClothes(NettyServerBuilder builder, String scheme, Graph graph, long... outputShape)
            throws IOException {
        super(graph, outputShape);
        this.scheme = scheme;
        var service = ServerServiceDefinition.builder(SERVICE);
        add(service, "ServerReady", request -> message(1, serverReady ? 1 : 0));
        add(service, "ModelReady", request -> message(1, modelReady ? 1 : 0));
        add(service, "ModelMetadata", this::describe);
        add(service, "ModelInfer", this::infer);
        server = builder.addService(service.build()).build().start();
    }

    @Override
    URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getPort());
    }

    private void add(ServerServiceDefinition.Builder service, String name, Answer answer) {
        var method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(SERVICE + "/" + name)
                .setRequestMarshaller(Messages.BYTES)
                .setResponseMarshaller(Messages.BYTES)
                .build();
        service.addMethod(
                method, ServerCalls.asyncUnaryCall((byte[] request, io.grpc.stub.StreamObserver<byte[]> observer) -> {
                    try {
                        if (isStarting()) {
                            throw Status.UNAVAILABLE.withDescription("starting").asException();
                        }
                        byte[] answered =
                                answer.to(UnknownFieldSet.parseFrom(request)).toByteArray();
                        observer.onNext(lie.length > 0 ? lie : answered);
                        observer.onCompleted();
                    } catch (StatusException e) {
                        observer.onError(e);
                    } catch (IOException e) {
                        observer.onError(Status.INVALID_ARGUMENT.withCause(e).asException());
                    }
                }));
    }

    private UnknownFieldSet describe(UnknownFieldSet request) throws StatusException {
        if (!serverReady || !text(request, 1).equals(model())) {
            throw Status.NOT_FOUND.withDescription("unknown model").asException();
        }
        return UnknownFieldSet.newBuilder()
                .addField(1, bytes(ByteString.copyFromUtf8(model())))
                .addField(4, bytes(tensor("input", -1).toByteString()))
                .addField(5, bytes(tensor("output", -1).toByteString()))
                .build();
    }

    private UnknownFieldSet infer(UnknownFieldSet request) throws StatusException, IOException {
        try {
            UnknownFieldSet input = UnknownFieldSet.parseFrom(
                    request.getField(5).getLengthDelimitedList().get(0));
            byte[] samples = request.getField(7).getLengthDelimitedList().get(0).toByteArray();
            byte[] scores = compute(samples, shape(input));
            return UnknownFieldSet.newBuilder()
                    .addField(1, bytes(ByteString.copyFromUtf8(model())))
                    .addField(5, bytes(tensor("output", outputShape).toByteString()))
                    .addField(6, bytes(ByteString.copyFrom(scores)))
                    .build();
        } catch (InferenceException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException();
        }
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
    }

    private static long[] shape(UnknownFieldSet tensor) throws IOException {
        CodedInputStream sizes =
                tensor.getField(3).getLengthDelimitedList().get(0).newCodedInput();
        List<Long> shape = new ArrayList<>();
        while (!sizes.isAtEnd()) {
            shape.add(sizes.readInt64());
        }
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** Sizes one by one, as an old writer may have them. */
    private static UnknownFieldSet tensor(String name, long... shape) {
        Field.Builder sizes = Field.newBuilder();
        for (long size : shape) {
            sizes.addVarint(size);
        }
        return UnknownFieldSet.newBuilder()
                .addField(1, bytes(ByteString.copyFromUtf8(name)))
                .addField(2, bytes(ByteString.copyFromUtf8("FP32")))
                .addField(3, sizes.build())
                .build();
    }

    private static Field bytes(ByteString value) {
        return Field.newBuilder().addLengthDelimited(value).build();
    }

    private static UnknownFieldSet message(int field, long value) {
        return UnknownFieldSet.newBuilder()
                .addField(field, Field.newBuilder().addVarint(value).build())
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
