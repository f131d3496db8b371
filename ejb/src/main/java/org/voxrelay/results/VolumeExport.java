package org.voxrelay.results;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.seg.LabelVolume;
import org.voxrelay.dicom.seg.Layers;
import org.voxrelay.dicom.volume.LabelName;
import org.voxrelay.dicom.volume.Samples;
import org.voxrelay.dicom.volume.VolumeFileException;
import org.voxrelay.dicom.volume.VolumeFormat;
import org.voxrelay.results.SegmentationPerformer.Parts;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.retrieve.Retrieval.TooMany;
import org.voxrelay.retrieve.Selection;

/**
 * Writes a series of images, or the segments of a segmentation, as a file at the place that it has in the patient. One at a
 * time, so that memory is bounded; a few may wait.
 */
public final class VolumeExport {
    private static final int MOST_INSTANCES = 20_000;
    private static final int MOST_WAITING = 8;

    private final Retrieval retrieval;
    private final InstanceReader reader;
    private final VolumeLoader loader;
    private final SegmentationMask masks;
    private final Path folder;
    private final Semaphore turn = new Semaphore(1, true);

    public VolumeExport(Retrieval retrieval, Parts parts) {
        this.retrieval = retrieval;
        this.reader = parts.reader();
        this.loader = new VolumeLoader(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels());
        this.masks = new SegmentationMask(parts.index(), parts.reader(), parts.codecs(), parts.maxVoxels());
        this.folder = parts.folder();
    }

    /** What became of a request. */
    public sealed interface Result {
        /**
         * A file that has no name any more: it is gone when it is closed.
         *
         * @param bytes closed by the receiver
         */
        record Written(InputStream bytes, long length) implements Result {}

        /** There is no such series. */
        record Unknown() implements Result {}

        /** {@code why} is a sentence for a person. */
        record Impossible(String why) implements Result {}
    }

    /**
     * What is wanted.
     *
     * @param segment of a segmentation, as a mask of 0 and 1; all of them where it is empty
     * @param instance where a series holds several segmentations
     */
    public record Wanted(String seriesUid, VolumeFormat format, OptionalInt segment, Optional<String> instance) {}

    /** Waits for those before it. */
    public Result write(Wanted wanted) throws IOException, InterruptedException {
        if (turn.getQueueLength() >= MOST_WAITING) {
            return new Result.Impossible("Too many volumes are being written; ask again in a minute.");
        }
        turn.acquire();
        try {
            List<StoredInstance> instances = instances(wanted.seriesUid());
            return instances.isEmpty() ? new Result.Unknown() : written(wanted, instances);
        } catch (NotAVolume | VolumeFileException e) {
            return new Result.Impossible(e.getMessage());
        } finally {
            turn.release();
        }
    }

    private List<StoredInstance> instances(String seriesUid) throws NotAVolume, IOException, InterruptedException {
        try {
            return retrieval.select(new Selection(List.of(), List.of(), List.of(seriesUid), List.of()), MOST_INSTANCES);
        } catch (TooMany e) {
            throw new NotAVolume("The series has " + e.getMessage() + ".");
        }
    }

    private Result written(Wanted wanted, List<StoredInstance> instances)
            throws NotAVolume, VolumeFileException, IOException, InterruptedException {
        Samples samples = samples(wanted, instances);
        Path file = Files.createTempFile(Files.createDirectories(folder), "volume", "");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                wanted.format().write(samples, out);
            }
            return new Result.Written(Files.newInputStream(file), Files.size(file));
        } finally {
            Files.delete(file);
        }
    }

    private Samples samples(Wanted wanted, List<StoredInstance> instances)
            throws NotAVolume, IOException, InterruptedException {
        List<StoredInstance> segmentations =
                instances.stream().filter(Reference::isSegmentation).toList();
        if (segmentations.isEmpty()) {
            SeriesVolume volume = loader.load(
                    instances.stream().map(StoredInstance::sopInstanceUid).toList(), (part, step) -> {});
            return Samples.of(volume.geometry(), volume.samples());
        }
        StoredInstance segmentation = chosen(wanted, segmentations);
        Samples mask = mask(masks.read(segmentation), wanted.segment());
        return wanted.segment().isPresent() ? mask : mask.named(names(segmentation));
    }

    private List<LabelName> names(StoredInstance segmentation) throws IOException {
        return reader.readMetadata(segmentation).getItems(Tag.SegmentSequence).stream()
                .filter(segment -> segment.containsValue(Tag.SegmentNumber))
                .map(segment ->
                        new LabelName(segment.getInt(Tag.SegmentNumber, 0), segment.getString(Tag.SegmentLabel, "")))
                .toList();
    }

    private static StoredInstance chosen(Wanted wanted, List<StoredInstance> segmentations) throws NotAVolume {
        List<StoredInstance> chosen = segmentations.stream()
                .filter(seg ->
                        wanted.instance().isEmpty() || wanted.instance().get().equals(seg.sopInstanceUid()))
                .toList();
        if (chosen.size() != 1) {
            throw new NotAVolume("The series holds " + segmentations.size()
                    + " segmentations; name one of them by its SOP Instance UID (instance).");
        }
        return chosen.get(0);
    }

    private static Samples mask(Layers layers, OptionalInt segment) throws NotAVolume {
        if (segment.isPresent()) {
            for (LabelVolume layer : layers.volumes()) {
                if (layer.contains(segment.getAsInt())) {
                    return Samples.of(layer, segment.getAsInt());
                }
            }
            return Samples.of(layers.volumes().get(0), segment.getAsInt());
        }
        if (layers.overlapping()) {
            throw new NotAVolume(
                    "The segments of this segmentation overlap; ask for one of them by its number (segment).");
        }
        return Samples.of(layers.volumes().get(0));
    }
}
