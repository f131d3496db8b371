package org.voxrelay.web.viewer;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.voxrelay.web.media.AcceptEncoding;

/** Serves the viewer's files, our configuration of it, and its page under every address that it made up itself. */
@WebServlet(urlPatterns = "/ohif/*", loadOnStartup = 1)
public class ViewerServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String CONFIG = "app-config.js";
    private static final String NO_CACHE = "no-cache";

    /**
     * What it must be allowed beyond our own pages: its image decoders make functions of texts and load WebAssembly, its
     * components carry style attributes, its workers and pictures are made of blobs. It still reaches nobody but us.
     */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval' blob:;"
            + " worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
            + " font-src 'self' data:; connect-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'";

    private static final String ABSENT = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
            + "<title>No viewer</title><h1>There is no viewer in this server</h1>"
            + "<p>When it was built, npm was missing or could not fetch the OHIF viewer. Install Node.js 20 or newer with"
            + " npm and build again; the build says what went wrong. Everything else works: <a href=\"/\">back to the"
            + " worklist</a>.</p></html>\n";

    // Not serialized: the container makes the servlet anew.
    @Inject
    private transient Viewer viewer;

    /** Touches the viewer, so that a setting that cannot be used ends the start and not a request. */
    @Override
    public void init() {
        viewer.present();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getPathInfo();
        if (path == null) {
            response.sendRedirect("/ohif/");
            return;
        }
        response.setHeader("Content-Security-Policy", POLICY);
        if (!viewer.present()) {
            send(response, HttpServletResponse.SC_NOT_FOUND, "text/html; charset=utf-8", ABSENT);
        } else if (path.equals("/" + CONFIG)) {
            send(response, HttpServletResponse.SC_OK, "text/javascript; charset=utf-8", viewer.config());
        } else {
            sendFile(request, response, viewer.find(path.substring(1)));
        }
    }

    private static void send(HttpServletResponse response, int status, String type, String text) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", NO_CACHE);
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void sendFile(HttpServletRequest request, HttpServletResponse response, Optional<ViewerFile> found)
            throws IOException {
        if (found.isEmpty()) {
            send(response, HttpServletResponse.SC_NOT_FOUND, "text/plain", "The viewer has no such file.\n");
            return;
        }
        ViewerFile file = found.get();
        response.setHeader("Cache-Control", file.immutable() ? "public, max-age=31536000, immutable" : NO_CACHE);
        response.setHeader("ETag", file.etag());
        response.setHeader("Vary", "Accept-Encoding");
        if (file.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.contentType());
        boolean gzip = file.gzipLength().isPresent()
                && AcceptEncoding.of(request.getHeader("Accept-Encoding")).prefers("gzip");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentLengthLong(gzip ? file.gzipLength().getAsLong() : file.length());
        Path bytes = gzip ? file.gzipPath() : file.path();
        Files.copy(bytes, response.getOutputStream());
    }
}
