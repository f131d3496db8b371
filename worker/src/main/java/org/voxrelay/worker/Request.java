package org.voxrelay.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a request message: where the shared memory is, and what the service gets.
 *
 * @param file empty without shared memory
 */
record Request(String file, List<Long> lengths, byte[] body) {
    static Request of(byte[] body, Optional<SharedMemory> bulk) {
        return new Request(
                bulk.map(b -> b.file().toString()).orElse(""),
                bulk.map(SharedMemory::lengths).orElse(List.of()),
                body);
    }

    byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(file);
            out.writeInt(lengths.size());
            for (long length : lengths) {
                out.writeLong(length);
            }
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a path longer than 64 KiB
        }
        return bytes.toByteArray();
    }

    static Request read(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        String file = in.readUTF();
        int count = in.readInt();
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lengths.add(in.readLong());
        }
        return new Request(file, List.copyOf(lengths), in.readAllBytes());
    }
}
