package org.voxrelay.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.derived.PhantomResult;
import org.voxrelay.dicom.geometry.SliceStack;
import org.voxrelay.dicom.geometry.StackResult.Stacked;
import org.voxrelay.dicom.io.DicomInputStream;
import org.voxrelay.dicom.phantom.CtPhantom;
import org.voxrelay.dicom.phantom.Orientation;
import org.voxrelay.dicom.phantom.PhantomSeries;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.SegDescription;
import org.voxrelay.dicom.seg.SegForm;
import org.voxrelay.dicom.seg.SegWriter;
import org.voxrelay.dicom.seg.Segment;

/**
 * Segmentations of 99 segments over 512 x 512 x 200 voxels: {@code SegSpeed make FOLDER} makes images and labels,
 * {@code SegSpeed write FOLDER ROUNDS} writes them and prints wall and CPU seconds of each round.
 */
public final class SegSpeed {
    private static final int SIDE = 512;
    private static final int SLICES = 200;
    private static final int SEGMENTS = 99;

    private SegSpeed() {}

    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[1]);
        if (args[0].equals("make")) {
            PhantomSeries.of(CtPhantom.of(Orientation.AXIAL, SIDE, SIDE, SLICES), "bench seg")
                    .write(folder.resolve("ct"));
            Files.write(folder.resolve("labels"), labels());
        } else {
            write(folder, Integer.parseInt(args[2]));
        }
    }

    /** Ellipsoids of about 46 slices, each with a rough surface; a later one lies over an earlier one. */
    private static byte[] labels() {
        byte[] labels = new byte[SIDE * SIDE * SLICES];
        var random = new Random(1);
        for (int segment = 1; segment <= SEGMENTS; segment++) {
            double[] centre = {
                23 + random.nextInt(SLICES - 46), 60 + random.nextInt(SIDE - 120), 60 + random.nextInt(SIDE - 120)
            };
            double[] radius = {23 + random.nextDouble(), 15 + random.nextInt(30), 15 + random.nextInt(30)};
            for (int z = (int) (centre[0] - radius[0]); z <= centre[0] + radius[0]; z++) {
                for (int y = (int) (centre[1] - radius[1]); y <= centre[1] + radius[1]; y++) {
                    for (int x = (int) (centre[2] - radius[2]); x <= centre[2] + radius[2]; x++) {
                        double distance = Math.pow((z - centre[0]) / radius[0], 2)
                                + Math.pow((y - centre[1]) / radius[1], 2)
                                + Math.pow((x - centre[2]) / radius[2], 2);
                        if (z >= 0 && z < SLICES && distance < 0.95 + 0.05 * random.nextDouble()) {
                            labels[(z * SIDE + y) * SIDE + x] = (byte) segment;
                        }
                    }
                }
            }
        }
        return labels;
    }

    private static void write(Path folder, int rounds) throws IOException {
        var headers = new ArrayList<Attributes>();
        try (var files = Files.list(folder.resolve("ct"))) {
            for (Path file : files.toList()) {
                try (var in = new DicomInputStream(Files.newInputStream(file))) {
                    headers.add(in.readDatasetUntilPixelData());
                }
            }
        }
        var stacked = (Stacked) SliceStack.ofImages(headers);
        List<Attributes> images = stacked.order().stream().map(headers::get).toList();
        byte[] bytes = Files.readAllBytes(folder.resolve("labels"));
        var labels = new LabelVolume(
                stacked.geometry(),
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        for (SegForm form : List.of(SegForm.BINARY, SegForm.LABELMAP)) {
            for (int round = 0; round < rounds; round++) {
                time(folder, form, new SegWriter(description(), form), images, labels);
            }
        }
    }

    private static void time(Path folder, SegForm form, SegWriter writer, List<Attributes> images, LabelVolume labels)
            throws IOException {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Path file = folder.resolve("ours-" + form.name().toLowerCase(Locale.ROOT) + ".dcm");
        Files.deleteIfExists(file);
        long cpu = machine.getProcessCpuTime();
        long wall = System.nanoTime();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            writer.write(images, labels, out);
        }
        System.out.printf(
                Locale.ROOT,
                "ours %s %.3f %.3f%n",
                form,
                (System.nanoTime() - wall) / 1e9,
                (machine.getProcessCpuTime() - cpu) / 1e9);
    }

    private static SegDescription description() {
        SegDescription four = PhantomResult.segDescription();
        return new SegDescription(
                four.identity(),
                four.equipment(),
                four.algorithm(),
                four.contentLabel(),
                four.contentDescription(),
                IntStream.rangeClosed(1, SEGMENTS)
                        .mapToObj(number -> segment(four.segments().get(0), number))
                        .toList());
    }

    private static Segment segment(Segment like, int number) {
        return new Segment(
                number,
                "segment " + number,
                like.category(),
                like.type(),
                like.anatomicRegion(),
                like.side(),
                like.colour(),
                "segment " + number,
                Uid.named("segment " + number));
    }
}
