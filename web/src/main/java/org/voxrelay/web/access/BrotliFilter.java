package org.voxrelay.web.access;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.web.media.AcceptEncoding;

/**
 * Compresses JSON with Brotli (RFC 7932) for who takes it. Who takes gzip only gets that from the server's own filter, as does
 * everybody where Brotli's library does not load.
 */
@WebFilter({"/dicom-web/*", "/api/*", "/monai/*", "/openapi"})
public class BrotliFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = Logger.getLogger(BrotliFilter.class.getName());

    private boolean available;

    @Override
    public void init() {
        available = Brotli4jLoader.isAvailable();
        if (!available) {
            LOG.log(Level.INFO, "Brotli is not available here, gzip is: {0}", Brotli4jLoader.getUnavailabilityCause());
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var accepted = AcceptEncoding.of(request.getHeader("Accept-Encoding"));
        boolean wanted = accepted.prefers("br") && accepted.weight("br") >= accepted.weight("gzip");
        if (!available || !wanted || request.getMethod().equals("HEAD")) {
            chain.doFilter(request, response);
            return;
        }
        var compressed = new BrotliResponse(response);
        chain.doFilter(request, compressed);
        compressed.finish();
    }
}
