package org.voxrelay.inference.model;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A model package that came as a zip. Nothing is written outside the folder, and no more than the limits allow. */
final class PackageZip {
    private static final int MOST_ENTRIES = 1000;
    private static final int LONGEST_NAME = 200;
    private static final int DEEPEST = 6;
    private static final int BUFFER = 1 << 16;
    /** From here on what is unpacked must be in proportion to what came: weights hardly shrink, bombs shrink a thousandfold. */
    private static final long SMALL_BYTES = 64 << 20;

    private static final int MOST_GROWTH = 100;

    private final Path folder;
    private final long maxBytes;
    private long written;

    PackageZip(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** @throws UnusableModelException if the zip is none, or holds what a package does not */
    void unpack(InputStream body) throws IOException, UnusableModelException {
        var packed = new Counting(body);
        int entries;
        try {
            entries = unpack(new ZipInputStream(packed), packed);
        } catch (ZipException e) {
            throw refused("it is damaged: " + e.getMessage());
        } catch (EOFException e) {
            throw refused("it is cut off");
        }
        if (entries == 0) {
            throw refused("it is no zip, or an empty one");
        }
    }

    private int unpack(ZipInputStream zip, Counting packed) throws IOException, UnusableModelException {
        int entries = 0;
        for (var entry = next(zip); entry.isPresent(); entry = next(zip)) {
            if (++entries > MOST_ENTRIES) {
                throw refused("it has more than " + MOST_ENTRIES + " files");
            }
            if (!entry.get().isDirectory()) {
                write(zip, packed, place(entry.get().getName()));
            } else if (zip.read() >= 0) {
                throw refused("a folder in it has content"); // which nobody would count
            }
        }
        return entries;
    }

    private static Optional<ZipEntry> next(ZipInputStream zip) throws IOException, UnusableModelException {
        try {
            return Optional.ofNullable(zip.getNextEntry());
        } catch (IllegalArgumentException e) { // that is how it tells of a name that is no UTF-8
            throw refused("the name of a file in it is not UTF-8");
        }
    }

    private Path place(String name) throws UnusableModelException {
        String[] parts = name.split("/");
        boolean plain = name.length() <= LONGEST_NAME && parts.length <= DEEPEST;
        for (String part : parts) {
            plain &= part.matches("[A-Za-z0-9_][A-Za-z0-9 ._-]*");
        }
        if (!plain) {
            throw refused("the name of a file in it is not usable: "
                    + name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("[^ -~]", "?"));
        }
        return folder.resolve(name);
    }

    private void write(InputStream zip, Counting packed, Path file) throws IOException, UnusableModelException {
        try {
            Files.createDirectories(file.getParent());
        } catch (FileAlreadyExistsException e) {
            throw refused("one of its files lies in another: " + file.getFileName());
        }
        if (Files.exists(file)) {
            throw refused("it holds a file twice: " + file.getFileName());
        }
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int count = zip.read(buffer); count >= 0; count = zip.read(buffer)) {
                written += count;
                if (written > maxBytes) {
                    throw refused("unpacked it is longer than " + maxBytes + " bytes");
                }
                if (written > SMALL_BYTES && written / MOST_GROWTH > packed.count) {
                    throw refused("unpacked it is more than " + MOST_GROWTH + " times as long as the zip");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    private static UnusableModelException refused(String fault) {
        return new UnusableModelException("The uploaded package", List.of(fault));
    }

    /** Counts the bytes of the zip that were read. */
    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
