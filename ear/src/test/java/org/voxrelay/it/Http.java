package org.voxrelay.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests to a server under test, written out as they go over the wire. */
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningServer server;

    Http(RunningServer server) {
        this.server = server;
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.http(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(path, "Accept", "application/dicom+json, application/json");
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + text(answer));
        }
        return JSON.readTree(answer.body());
    }

    HttpResponse<byte[]> post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.http(path))
                .header("Content-Type", contentType)
                .header("Accept", "application/dicom+json, application/json")
                .POST(BodyPublishers.ofByteArray(body));
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** A request with a JSON body; none if it is empty. */
    HttpResponse<byte[]> send(String method, String path, String json, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.http(path)).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        request.method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** A STOW-RS request of Part 10 parts. */
    HttpResponse<byte[]> stow(String path, List<byte[]> parts) throws IOException, InterruptedException {
        return post(path, "multipart/related; type=\"application/dicom\"; boundary=\"b-1\"", multipart("b-1", parts));
    }

    static byte[] multipart(String boundary, List<byte[]> parts) throws IOException {
        var body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.write(("\r\n--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.write(part);
        }
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
