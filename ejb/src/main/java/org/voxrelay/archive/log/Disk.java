package org.voxrelay.archive.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** What the log asks of a file system: the real one, or a test's that fails or dies at any of these steps. */
public interface Disk {

    /** A new file, for writing only. */
    interface Output extends Closeable {
        /** Writes all that remains, whole blocks on a block's border. */
        void write(ByteBuffer from, long position) throws IOException;

        /** Returns when what was written survives the power failing. */
        void force() throws IOException;

        /** Cuts off what follows. */
        void truncate(long length) throws IOException;
    }

    /** Makes a file; past the page cache where the file system lets it. */
    Output create(Path file) throws IOException;

    /** Returns when what was written to a file, by whomever, survives the power failing. */
    void force(Path file) throws IOException;

    /** Gives a file another name in the same folder, for good. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file, if it is there, for good. */
    void delete(Path file) throws IOException;

    /** The one that is there. */
    Disk REAL = new Disk() {
        @Override
        public Output create(Path file) throws IOException {
            return FileOutput.create(file);
        }

        @Override
        public void force(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(to.getParent());
        }

        @Override
        public void delete(Path file) throws IOException {
            if (Files.deleteIfExists(file)) {
                forceFolder(file.getParent());
            }
        }

        private void forceFolder(Path folder) throws IOException {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /** O_DIRECT; found by name, for its class is not visible to every class loader of an application server. */
    static Optional<OpenOption> direct() {
        try {
            Class<?> options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption", false, ClassLoader.getSystemClassLoader());
            for (Object option : options.getEnumConstants()) {
                if (option.toString().equals("DIRECT")) {
                    return Optional.of((OpenOption) option);
                }
            }
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
