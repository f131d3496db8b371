package org.voxrelay.inference.engine.kserve;

import java.net.URI;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.engine.Engine;
import org.voxrelay.inference.engine.EngineSession;
import org.voxrelay.inference.engine.LostEngineException;
import org.voxrelay.inference.engine.Precision;
import org.voxrelay.inference.engine.Tensor;
import org.voxrelay.inference.engine.kserve.Described.Port;
import org.voxrelay.inference.model.Graph;

/**
 * A Triton Inference Server, or another that speaks the Open Inference Protocol (KServe v2), over HTTP with binary tensors
 * or over gRPC. A graph is known there as {@code voxrelay-} and the first 16 digits of its SHA-256, so that no other weights
 * answer. What both ways have in common is here: requests at one time, time limits, repetitions, health.
 */
public final class KServeEngine implements Engine, AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;
    private static final int FIRST_PAUSE_MILLIS = 300;

    private final URI base;
    private final KServeWire wire;
    private final Duration limit;
    private final Semaphore turns;

    /**
     * @param base for example http://gpu-server:8000/ or grpc://gpu-server:8001; https and grpcs go through TLS
     * @param limit for one request
     * @param atOnce requests that are under way at one time, of all sessions together
     */
    public KServeEngine(URI base, Duration limit, int atOnce) {
        this.base = base;
        this.wire = base.getScheme().startsWith("grpc") ? new GrpcWire(base) : new HttpWire(base);
        this.limit = limit;
        this.turns = new Semaphore(atOnce, true);
    }

    private interface Request<T> {
        T once() throws UnavailableException, InferenceException;
    }

    @Override
    public String name() {
        return "the inference server at " + base;
    }

    /** How a graph is called on the server. */
    public static String modelName(Graph graph) {
        return "voxrelay-"
                + graph.sha256().substring(0, Math.min(16, graph.sha256().length()));
    }

    /** Whether the server says that it is ready. */
    public boolean isReady() {
        try {
            return call(() -> wire.isReady(SHORT));
        } catch (InferenceException e) {
            return false;
        }
    }

    @Override
    public EngineSession load(Graph graph, Precision precision) throws InferenceException {
        String model = modelName(graph);
        Described described = described(model);
        if (!call(() -> wire.isReady(model, SHORT))) {
            throw new LostEngineException(
                    "The inference server at " + base + " has the model " + model + ", but it is not ready.");
        }
        String input = port(described.inputs(), graph.input(), "input", model);
        String output = port(described.outputs(), graph.output(), "output", model);
        return new Session(model, input, output);
    }

    /** A server that is starting may not know its models yet: only what it says when it is ready counts. */
    private Described described(String model) throws InferenceException {
        try {
            return call(() -> wire.describe(model, SHORT));
        } catch (LostEngineException e) {
            throw e;
        } catch (InferenceException e) {
            if (isReady()) {
                throw e;
            }
            throw new LostEngineException("The inference server at " + base + " is not ready: " + e.getMessage(), e);
        }
    }

    private static String port(List<Port> ports, String wanted, String role, String model) throws InferenceException {
        for (Port port : ports) {
            boolean named = wanted.isEmpty() ? ports.size() == 1 : port.name().equals(wanted);
            if (named && port.datatype().equals("FP32")) {
                return port.name();
            }
        }
        throw new InferenceException("The inference server's model " + model + " has no " + role + " '" + wanted
                + "' of type FP32; it has " + ports + ".");
    }

    /** Inference changes nothing on the server, so what failed on the way is tried again. */
    private <T> T call(Request<T> request) throws InferenceException {
        String fault = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Thread.sleep(attempt == 0 ? 0 : (long) FIRST_PAUSE_MILLIS << (attempt - 1));
                return inTurn(request);
            } catch (UnavailableException e) {
                fault = e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InferenceException("The inference was cancelled.", e);
            }
        }
        throw new LostEngineException("The inference server at " + base + " does not do it: " + fault);
    }

    private <T> T inTurn(Request<T> request) throws InterruptedException, UnavailableException, InferenceException {
        if (!turns.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new LostEngineException("The inference server at " + base + " is busy.");
        }
        try {
            return request.once();
        } finally {
            turns.release();
        }
    }

    /** Gives the connections back. No session may be in use. */
    @Override
    public void close() {
        wire.close();
    }

    /** One model on the server. */
    private final class Session implements EngineSession {
        private final String model;
        private final String input;
        private final String output;

        Session(String model, String input, String output) {
            this.model = model;
            this.input = input;
            this.output = output;
        }

        @Override
        public void run(Tensor in, Tensor out) throws InferenceException {
            if (!(in.data() instanceof FloatBuffer samples) || !(out.data() instanceof FloatBuffer scores)) {
                throw new InferenceException("The inference server is used for networks with scores only.");
            }
            var computation = new Computation(
                    model,
                    input,
                    Computation.sizes(in.shape()),
                    samples,
                    output,
                    Computation.sizes(out.shape()),
                    scores);
            call(() -> {
                wire.compute(computation, limit);
                return null;
            });
        }

        @Override
        public void close() {
            // The model stays on the server.
        }
    }
}
