package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/** Answers in parts (PS3.18 section 8.6.1.2). */
final class Multipart {
    private Multipart() {}

    /** Writes parts one after the other. */
    @FunctionalInterface
    interface Parts {
        void write(MultipartWriter parts, OutputStream out) throws IOException;
    }

    /** @param tag of the answer; the boundary is made of it, so that the same answer has the same bytes */
    static ResponseBuilder answer(String type, EntityTag tag, Parts content) {
        return answer(type, tag.getValue(), content);
    }

    /**
     * An answer whose length is said beforehand: a client finds its end sooner, and a viewer can show how far it is.
     *
     * @param partType of each part
     * @param lengths bytes of each part's content
     */
    static ResponseBuilder answer(String type, EntityTag tag, String partType, List<Long> lengths, Parts content) {
        long all = MultipartWriter.overhead(boundary(tag.getValue()), partType, lengths.size())
                + lengths.stream().mapToLong(Long::longValue).sum();
        return answer(type, tag, content).header(HttpHeaders.CONTENT_LENGTH, all);
    }

    /** An answer that is another one the next time. */
    static ResponseBuilder answer(String type, Parts content) {
        return answer(type, UUID.randomUUID().toString(), content);
    }

    private static ResponseBuilder answer(String type, String mark, Parts content) {
        String boundary = boundary(mark);
        return Response.ok((StreamingOutput) out -> {
                    var parts = new MultipartWriter(boundary, out);
                    content.write(parts, out);
                    parts.end();
                })
                .type(MediaTypes.multipart(type, boundary));
    }

    private static String boundary(String mark) {
        return "voxrelay-" + mark;
    }
}
