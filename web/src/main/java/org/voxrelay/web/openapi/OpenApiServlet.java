package org.voxrelay.web.openapi;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Serves {@code openapi.yaml} (OpenAPI 3.1), which a test holds against the resources. */
@WebServlet("/openapi")
public class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/yaml"); // RFC 9512
        try (InputStream description = OpenApiServlet.class.getResourceAsStream("openapi.yaml")) {
            description.transferTo(response.getOutputStream());
        }
    }
}
