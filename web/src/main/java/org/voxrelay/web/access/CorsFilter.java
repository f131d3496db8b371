package org.voxrelay.web.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of the origins in {@code VOXRELAY_CORS_ORIGINS} use the DICOMweb services and the API from a browser (the Fetch
 * standard, "CORS protocol"). No cookies and no credentials go with such requests. Other origins get answers that their
 * browser keeps from them.
 */
@WebFilter({"/dicom-web/*", "/wado", "/wado/*", "/api/*", "/monai/*", "/openapi"})
public class CorsFilter extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

    /** What a viewer reads of an answer beyond what every page may. */
    private static final String EXPOSED =
            "Content-Location, Content-Range, Accept-Ranges, ETag, Location, Retry-After, Warning";

    private transient CorsSettings settings;

    /** Reads the setting, so that one that cannot be used ends the start and not a request. */
    @Override
    public void init() {
        settings = CorsSettings.read();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (!settings.everybody() && !settings.origins().isEmpty()) {
            response.addHeader("Vary", "Origin");
        }
        if (origin == null || !settings.allows(origin)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("Access-Control-Allow-Origin", settings.everybody() ? "*" : origin);
        if (isPreflight(request)) {
            answerPreflight(request, response);
        } else {
            response.setHeader("Access-Control-Expose-Headers", EXPOSED);
            chain.doFilter(request, response);
        }
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", METHODS);
        String wanted = request.getHeader("Access-Control-Request-Headers");
        if (wanted != null && wanted.length() < 4096 && wanted.matches("[A-Za-z0-9!#$%&'*+.^_`|~, -]+")) {
            response.setHeader("Access-Control-Allow-Headers", wanted);
        }
        response.setHeader("Access-Control-Max-Age", "7200");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
