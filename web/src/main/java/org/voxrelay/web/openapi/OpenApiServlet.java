package org.voxrelay.web.openapi;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Serves the {@link Description}, which a test holds against the resources. */
@WebServlet(urlPatterns = "/openapi", loadOnStartup = 1)
public class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private byte[] json;

    @Override
    public void init() {
        json = Description.read().toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
