package org.voxrelay.inference.engine.kserve;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.LostEngineException;

/**
 * The protocol over gRPC, in the clear ({@code grpc://}) or through TLS that the Java runtime trusts ({@code grpcs://}).
 * Its messages are written and read by {@link Messages}.
 */
final class GrpcWire implements KServeWire {
    private static final String SERVICE = "inference.GRPCInferenceService/";
    private static final int USUAL_PORT = 8001;
    private static final int MAX_SMALL_BYTES = 1 << 20;

    private final URI base;
    private final ManagedChannel channel;

    GrpcWire(URI base) {
        this.base = base;
        int port = base.getPort() < 0 ? USUAL_PORT : base.getPort();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(base.getHost(), port)
                .disableRetry(); // the engine repeats, the same way as over HTTP
        channel = (base.getScheme().equals("grpc") ? builder.usePlaintext() : builder.useTransportSecurity()).build();
    }

    @Override
    public boolean isReady(Duration limit) throws UnavailableException, InferenceException {
        return call("ServerReady", new byte[0], Messages.READY, MAX_SMALL_BYTES, limit);
    }

    @Override
    public boolean isReady(String model, Duration limit) throws UnavailableException, InferenceException {
        return call("ModelReady", Messages.named(model), Messages.READY, MAX_SMALL_BYTES, limit);
    }

    @Override
    public Described describe(String model, Duration limit) throws UnavailableException, InferenceException {
        return call("ModelMetadata", Messages.named(model), Messages.DESCRIBED, MAX_SMALL_BYTES, limit);
    }

    /** An answer that is much longer than the scores is not read at all. */
    @Override
    public void compute(Computation computation, Duration limit) throws UnavailableException, InferenceException {
        long most = Math.max(computation.sampleBytes(), computation.scoreBytes()) + MAX_SMALL_BYTES;
        if (most > Integer.MAX_VALUE) {
            throw new InferenceException("One batch of the model's windows takes " + most
                    + " bytes; gRPC carries up to 2 GiB. A smaller window or batch is needed.");
        }
        String fault =
                call("ModelInfer", Messages.request(computation), new ScoresMarshaller(computation), (int) most, limit);
        if (!fault.isEmpty()) {
            throw new InferenceException(fault);
        }
    }

    private <T> T call(String method, byte[] request, Marshaller<T> answer, int maxBytes, Duration limit)
            throws UnavailableException, InferenceException {
        var described = MethodDescriptor.<byte[], T>newBuilder()
                .setType(MethodType.UNARY)
                .setFullMethodName(SERVICE + method)
                .setRequestMarshaller(Messages.BYTES)
                .setResponseMarshaller(answer)
                .setIdempotent(true)
                .build();
        CallOptions options = CallOptions.DEFAULT
                .withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS)
                .withMaxInboundMessageSize(maxBytes);
        try {
            return ClientCalls.blockingUnaryCall(channel, described, options, request);
        } catch (StatusRuntimeException e) {
            throw failure(e.getStatus(), limit);
        }
    }

    private InferenceException failure(Status status, Duration limit) throws UnavailableException {
        String text = status.getCode() + (status.getDescription() == null ? "" : " " + status.getDescription());
        String cause = status.getCause() == null ? "" : " (" + status.getCause().getMessage() + ")";
        switch (status.getCode()) {
            case UNAVAILABLE -> throw new UnavailableException(text + cause);
            case DEADLINE_EXCEEDED -> {
                return new LostEngineException("The inference server at " + base + " does not answer within "
                        + limit.toSeconds() + " s: " + text);
            }
            case CANCELLED -> {
                return new InferenceException("The inference was cancelled.");
            }
            default -> {
                return new InferenceException(
                        "The inference server at " + base + " does not do it: " + text.replaceAll("\\p{Cntrl}", " "));
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
