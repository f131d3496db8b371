package org.voxrelay.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.io.TransferSyntax;
import org.voxrelay.dicom.pixel.ImagePixel;
import org.voxrelay.dicom.pixel.InstanceBytes;
import org.voxrelay.dicom.pixel.PixelException;
import org.voxrelay.dicom.pixel.YbrFull;
import org.voxrelay.peers.Peers;

/** Image files for tests: decoded as a whole, and rewritten. */
public final class TestImages {
    /** All frames, samples of a pixel together, each with colours of its own. */
    record Decoded(ImagePixel pixel, byte[] bytes, String transferSyntaxUid) {
        /** The largest difference between two samples; -1 if there are more of the one. */
        int difference(byte[] others) {
            if (others.length != bytes.length) {
                return -1;
            }
            int most = 0;
            int step = pixel.bitsAllocated() == 16 ? 2 : 1;
            for (int i = 0; i < bytes.length; i += step) {
                most = Math.max(most, Math.abs(sample(bytes, i) - sample(others, i)));
            }
            return most;
        }

        private int sample(byte[] from, int at) {
            return pixel.bitsAllocated() == 16 ? (short) (from[at] & 0xFF | from[at + 1] << 8) : from[at] & 0xFF;
        }
    }

    private TestImages() {}

    /** A file that pydicom is delivered with. */
    public static Path pydicomFile(String name) {
        String data = Peers.run(
                        Peers.python("pydicom").toString(), "-c", "import pydicom.data as d; print(d.__path__[0])")
                .output()
                .strip();
        return Path.of(data, "test_files", name);
    }

    static Decoded decode(Path file, Codecs codecs) throws IOException, PixelException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file);
                DicomInputStream in = new DicomInputStream(Files.newInputStream(file))) {
            boolean seekable = !in.getTransferSyntax().deflated();
            Attributes image = in.setBulkData(seekable ? 1024 : -1).readDataset();
            DecodedFrames frames = DecodedFrames.of(image, in.getTransferSyntax(), InstanceBytes.of(channel), codecs);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < frames.pixel().frames(); i++) {
                all.writeBytes(together(frames.pixel(), frames.read(i)));
            }
            return new Decoded(
                    frames.pixel(), all.toByteArray(), in.getTransferSyntax().uid());
        }
    }

    private static byte[] together(ImagePixel pixel, byte[] frame) {
        if (pixel.isSubsampled()) {
            return YbrFull.expand422(pixel, frame);
        }
        return pixel.planar() ? interleave(frame) : frame;
    }

    private static byte[] interleave(byte[] planes) {
        byte[] together = new byte[planes.length];
        for (int i = 0; i < planes.length; i++) {
            together[i] = planes[i % 3 * (planes.length / 3) + i / 3];
        }
        return together;
    }

    public static void transcode(Path from, Path to, String transferSyntaxUid, Codecs codecs)
            throws IOException, PixelException, InterruptedException {
        try (FileChannel channel = FileChannel.open(from);
                DicomInputStream in = new DicomInputStream(Files.newInputStream(from));
                OutputStream out = Files.newOutputStream(to)) {
            boolean seekable = !in.getTransferSyntax().deflated();
            Attributes image = in.setBulkData(seekable ? 1024 : -1).readDataset();
            new Transcoder(
                            image,
                            in.getTransferSyntax(),
                            InstanceBytes.of(channel),
                            TransferSyntax.of(transferSyntaxUid),
                            codecs)
                    .writeFile(in.getFileMetaInformation(), out);
        }
    }
}
