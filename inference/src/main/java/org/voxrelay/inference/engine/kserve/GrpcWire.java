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
import java.io.IOException;
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
        channel.resetConnectBackoff(); // after a long absence a server that is back would be left alone for minutes
        try {
            return ClientCalls.blockingUnaryCall(channel, described, options, request);
        } catch (StatusRuntimeException e) {
            throw failure(said(e.getStatus()), limit);
        }
    }

    /** A call whose answer is not understood is cancelled by gRPC; what the reader of the answer said is the cause. */
    private static Status said(Status status) {
        return status.getCause() instanceof StatusRuntimeException reader ? reader.getStatus() : status;
    }

    private InferenceException failure(Status status, Duration limit) throws UnavailableException {
        String text = status.getCode() + reason(status);
        switch (status.getCode()) {
            case UNAVAILABLE -> {
                channel.resetConnectBackoff(); // so that it connects while the next attempt is waited for
                throw new UnavailableException(text);
            }
            case UNKNOWN -> {
                if (status.getCause() instanceof IOException) {
                    throw new UnavailableException(text); // no word of the server's: the connection broke
                }
                return refused(text);
            }
            case DEADLINE_EXCEEDED -> {
                return new LostEngineException("The inference server at " + base + " does not answer within "
                        + limit.toSeconds() + " s: " + text);
            }
            case CANCELLED -> {
                if (Thread.currentThread().isInterrupted()) {
                    return new InferenceException("The inference was cancelled.");
                }
                throw new UnavailableException(text); // by the server: it ends
            }
            default -> {
                return refused(text);
            }
        }
    }

    private InferenceException refused(String text) {
        return new InferenceException(
                "The inference server at " + base + " does not do it: " + text.replaceAll("\\p{Cntrl}", " "));
    }

    /** What is said in the first line, and by the innermost cause: of TLS only that one says what is wrong. */
    private static String reason(Status status) {
        String said = status.getDescription() == null
                ? ""
                : " " + status.getDescription().lines().findFirst().orElse("");
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? said : said + " (" + cause.getMessage() + ")";
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
