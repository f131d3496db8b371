package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * An answer in one part whose bytes are stored just so: all of them, or a range.
 *
 * @param type its media type
 * @param length bytes
 */
record StoredBytes(String type, long length, Source source) {
    /** Copies bytes from where they lie. */
    @FunctionalInterface
    interface Source {
        void write(long offset, long length, OutputStream out) throws IOException;
    }

    Response answer(Asked asked, EntityTag tag) throws IOException, InterruptedException {
        return asked.answer(tag, () -> {
            Optional<ByteRange> range =
                    ByteRange.of(asked.header("Range"), asked.header("If-Range"), tag.getValue(), length);
            return range.isPresent() ? part(range.get()) : all();
        });
    }

    private ResponseBuilder all() {
        return bytes(Response.ok(), new ByteRange(0, length)).header("Accept-Ranges", "bytes");
    }

    private ResponseBuilder part(ByteRange range) {
        if (!range.isSatisfiable()) {
            return Response.status(Status.REQUESTED_RANGE_NOT_SATISFIABLE).header("Content-Range", range.of(length));
        }
        return bytes(Response.status(Status.PARTIAL_CONTENT), range).header("Content-Range", range.of(length));
    }

    private ResponseBuilder bytes(ResponseBuilder answer, ByteRange range) {
        return answer.type(type)
                .header(HttpHeaders.CONTENT_LENGTH, range.length())
                .entity((StreamingOutput) out -> source.write(range.first(), range.length(), out));
    }
}
