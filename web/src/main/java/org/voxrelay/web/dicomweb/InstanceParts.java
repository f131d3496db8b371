package org.voxrelay.web.dicomweb;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.retrieve.CannotDecode;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.web.media.Accept;
import org.voxrelay.web.media.Representation;
import org.voxrelay.web.problem.Problem;

/** Instances, each with the transfer syntax that it is sent in (PS3.18 section 8.7.3.2). */
final class InstanceParts {
    private final DataSets dataSets;
    private final Representation form;
    private final List<Part> parts;

    /** @param orAsStored whether it may be sent as stored where the syntax turns out not to be possible */
    private record Part(StoredInstance instance, String syntaxUid, boolean orAsStored) {
        boolean isAsStored() {
            return syntaxUid.equals(instance.transferSyntaxUid());
        }
    }

    private InstanceParts(DataSets dataSets, Representation form, List<Part> parts) {
        this.dataSets = dataSets;
        this.form = form;
        this.parts = parts;
    }

    /**
     * Chooses for each instance. One that cannot be decoded here is sent as it is stored, unless the request names syntaxes.
     *
     * @throws Problem 406 if one cannot be sent in any syntax that the request names
     */
    static InstanceParts choose(List<StoredInstance> instances, Representation form, Accept accept, DataSets dataSets)
            throws InterruptedException {
        boolean open = accept.leavesSyntaxOpen(form);
        Map<String, Optional<String>> chosen = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        for (StoredInstance instance : instances) {
            String stored = instance.transferSyntaxUid();
            if (!chosen.containsKey(stored)) {
                List<Representation> offers = dataSets.fileTransferSyntaxes(instance).stream()
                        .map(form::in)
                        .toList();
                chosen.put(stored, accept.best(offers).map(Representation::transferSyntaxUid));
            }
            String syntax = chosen.get(stored)
                    .or(() -> open ? Optional.of(stored) : Optional.empty())
                    .orElseThrow(() -> Problem.notAcceptable("An instance is stored in the transfer syntax " + stored
                            + " and cannot be sent in one that is accepted; transfer-syntax=* takes it as stored."));
            parts.add(new Part(instance, syntax, open));
        }
        return new InstanceParts(dataSets, form, parts);
    }

    /** Answers with what was chosen, in the form that was chosen. */
    Response answer(Asked asked, InstanceReader reader) throws IOException, InterruptedException {
        EntityTag tag = tag();
        if (form.multipart()) {
            return asked.answer(tag, () -> Multipart.answer(form.type(), tag, this::write));
        }
        if (form.type().equals(MediaTypes.ZIP)) {
            return asked.answer(
                    tag,
                    () -> Response.ok((StreamingOutput) out -> writeZip(tag, reader, out))
                            .type(MediaTypes.ZIP)
                            .header("Content-Disposition", "attachment; filename=\"dicom.zip\""));
        }
        Part only = parts.get(0);
        if (only.isAsStored()) {
            return new StoredBytes(
                            type(only.syntaxUid()),
                            only.instance().size(),
                            (offset, length, out) -> reader.writeTo(only.instance(), offset, length, out))
                    .answer(asked, tag);
        }
        return asked.answer(
                tag, () -> Response.ok((StreamingOutput) this::writeOnly).type(type(only.syntaxUid())));
    }

    private EntityTag tag() {
        Etags tags = new Etags().with(form.type(), form.multipart());
        parts.forEach(part -> tags.with(part.instance()).with(part.syntaxUid()));
        return tags.tag();
    }

    private String type(String syntaxUid) {
        return form.type() + "; transfer-syntax=" + syntaxUid;
    }

    private void write(MultipartWriter multipart, OutputStream out) throws IOException {
        for (Part part : parts) {
            write(part, out, syntax -> multipart.part(type(syntax)));
        }
    }

    /** Its type is said already. */
    private void writeOnly(OutputStream out) throws IOException {
        Part only = parts.get(0);
        write(new Part(only.instance(), only.syntaxUid(), false), out, syntax -> {});
    }

    private void writeZip(EntityTag tag, InstanceReader reader, OutputStream out) throws IOException {
        var zip = new ZipFileSet(out, tag);
        for (Part part : parts) {
            String[][] file = new String[1][];
            String[] sentAs = new String[1];
            write(part, zip.out(), syntax -> {
                file[0] = zip.begin(part.instance());
                sentAs[0] = syntax;
            });
            zip.end(reader.readMetadata(part.instance()), sentAs[0], file[0]);
        }
        zip.finish();
    }

    /** Said in front of an instance. */
    @FunctionalInterface
    private interface Announcement {
        void say(String syntaxUid) throws IOException;
    }

    private void write(Part part, OutputStream out, Announcement announcement) throws IOException {
        StoredInstance instance = part.instance();
        if (part.isAsStored()) {
            announcement.say(part.syntaxUid());
            dataSets.writeFile(instance, part.syntaxUid(), out);
            return;
        }
        var held = new HeldOutput(out, () -> announcement.say(part.syntaxUid()));
        try {
            dataSets.writeFile(instance, part.syntaxUid(), held);
            held.finish();
        } catch (CannotDecode e) {
            if (held.begun()) {
                throw e;
            }
            if (!part.orAsStored()) {
                throw Problem.notAcceptable(e.getMessage() + " transfer-syntax=* takes the instance as stored.");
            }
            announcement.say(instance.transferSyntaxUid());
            dataSets.writeFile(instance, instance.transferSyntaxUid(), out);
        }
    }
}
