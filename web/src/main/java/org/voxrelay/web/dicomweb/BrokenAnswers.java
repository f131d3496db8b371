package org.voxrelay.web.dicomweb;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Breaks the connection (HTTP/2: the stream) when an answer fails in its middle. The container would end it as if it were
 * whole, and the client would take the beginning for all. What fails before anything was sent is answered otherwise.
 */
@Provider
public class BrokenAnswers implements WriterInterceptor {
    @Override
    public void aroundWriteTo(WriterInterceptorContext answer) throws IOException {
        boolean whole = false;
        try {
            answer.proceed();
            whole = true;
        } finally {
            HttpServerExchange exchange = ServletRequestContext.requireCurrent().getExchange();
            if (!whole && exchange.isResponseStarted() && canBreak(exchange)) {
                exchange.getConnection().close();
            }
        }
    }

    /** Not the request that turned a connection without TLS into HTTP/2: Undertow has no stream to reset for it. */
    private static boolean canBreak(HttpServerExchange exchange) {
        return !exchange.getProtocol().equals(Protocols.HTTP_2_0)
                || !exchange.getRequestHeaders().contains(Headers.UPGRADE);
    }
}
