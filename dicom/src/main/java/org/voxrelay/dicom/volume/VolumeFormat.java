package org.voxrelay.dicom.volume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The files that volumes are written as. */
public enum VolumeFormat {
    /** NIfTI-1, gzipped. */
    NIFTI("nii.gz") {
        @Override
        public void write(Samples samples, OutputStream out) throws IOException, VolumeFileException {
            ByteBuffer header = NiftiHeader.of(samples.geometry(), samples.type());
            var gzip = new Gzip(out);
            gzip.write(header.array());
            writeSamples(samples, gzip);
            gzip.finish();
        }
    },
    /** NRRD version 5, its samples gzipped. */
    NRRD("nrrd") {
        @Override
        public void write(Samples samples, OutputStream out) throws IOException {
            out.write(NrrdHeader.of(samples.geometry(), samples.type(), samples.names()));
            var gzip = new Gzip(out);
            writeSamples(samples, gzip);
            gzip.finish();
        }
    };

    private final String extension;

    VolumeFormat(String extension) {
        this.extension = extension;
    }

    /** Of a file's name, without a dot in front. */
    public String extension() {
        return extension;
    }

    /** The format with this extension. */
    public static Optional<VolumeFormat> of(String extension) {
        for (VolumeFormat format : values()) {
            if (format.extension.equals(extension)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Writes a volume; memory holds a slice.
     *
     * @param out not closed
     * @throws VolumeFileException before the first byte, if the format cannot hold such a volume
     */
    public abstract void write(Samples samples, OutputStream out) throws IOException, VolumeFileException;

    private static void writeSamples(Samples samples, OutputStream out) throws IOException {
        int pixels = samples.geometry().xSize() * samples.geometry().ySize();
        ByteBuffer slice = ByteBuffer.allocate(pixels * samples.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int z = 0; z < samples.geometry().zSize(); z++) {
            samples.source().slice(z, slice.clear());
            out.write(slice.array());
        }
    }

    /** Fast rather than small: it is written while somebody waits. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
