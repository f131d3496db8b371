package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.voxrelay.picture.Cine;
import org.voxrelay.picture.Look;
import org.voxrelay.picture.PictureFormat;
import org.voxrelay.picture.Pictures;
import org.voxrelay.web.dicomweb.ShotReader.Taken;
import org.voxrelay.web.dicomweb.Shots.Shot;
import org.voxrelay.web.media.Representation;

/** Sends pictures: one, all of them in a cine, or a part each. The first is made before the answer begins. */
record PictureAnswer(Pictures pictures, Look look, List<Shot> shots, Representation form) {
    private PictureFormat format() {
        return PictureFormat.of(form.type()).orElseThrow();
    }

    ResponseBuilder make(EntityTag tag) throws IOException, InterruptedException {
        ResponseBuilder answer;
        if (form.multipart()) {
            answer = parts(tag);
        } else if (shots.size() > 1) {
            answer = cine();
        } else {
            answer = Response.ok(one(shots)).type(form.type());
        }
        return answer;
    }

    private byte[] one(List<Shot> of) throws IOException, InterruptedException {
        try (ShotReader reader = new ShotReader(pictures, look, of)) {
            return format().encode(reader.first().picture(), look.quality());
        }
    }

    private ResponseBuilder parts(EntityTag tag) throws IOException, InterruptedException {
        Ready ready = ready();
        return Multipart.answer(form.type(), tag, (parts, out) -> {
            parts.part(form.type(), ready.shot().location());
            out.write(ready.bytes());
            each(ready, taken -> {
                byte[] bytes = format().encode(taken.picture(), look.quality());
                parts.part(form.type(), taken.shot().location());
                out.write(bytes);
            });
        });
    }

    private ResponseBuilder cine() throws IOException, InterruptedException {
        Ready ready = ready();
        return Response.ok((StreamingOutput) out -> cine(ready, out)).type(form.type());
    }

    private void cine(Ready ready, OutputStream out) throws IOException {
        try (Cine cine = new Cine(out, ready.frameTime())) {
            each(new Ready(ready.shot(), new byte[0], shots, ready.frameTime()), taken -> cine.add(taken.picture()));
        }
    }

    /**
     * What is known before the answer begins.
     *
     * @param shot the first that there is a picture of
     * @param bytes its picture
     * @param rest the shots that follow
     */
    private record Ready(Shot shot, byte[] bytes, List<Shot> rest, Duration frameTime) {}

    private Ready ready() throws IOException, InterruptedException {
        try (ShotReader reader = new ShotReader(pictures, look, shots)) {
            Taken first = reader.first();
            byte[] bytes = format().encode(first.picture(), look.quality());
            List<Shot> rest = shots.subList(shots.indexOf(first.shot()) + 1, shots.size());
            return new Ready(first.shot(), bytes, rest, reader.source().frameTime());
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(Taken taken) throws IOException;
    }

    private void each(Ready ready, Use use) throws IOException {
        try (ShotReader reader = new ShotReader(pictures, look, ready.rest())) {
            for (Optional<Taken> taken = reader.next(); taken.isPresent(); taken = reader.next()) {
                use.of(taken.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
    }
}
