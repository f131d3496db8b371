package org.voxrelay.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelPackage.Channel;
import org.voxrelay.jobs.Performer.Progress;
import org.voxrelay.jobs.WorkItem;

/** Loads the series of a step, one for each channel of its model. */
final class ChannelLoader {
    private final InstanceIndex index;
    private final VolumeLoader loader;
    private final long maxVoxels;

    /** @param maxVoxels of all channels together */
    ChannelLoader(InstanceIndex index, VolumeLoader loader, long maxVoxels) {
        this.index = index;
        this.loader = loader;
        this.maxVoxels = maxVoxels;
    }

    /** @throws NotAVolume if a channel has no series, one is no volume, or they do not lie in the same space */
    List<SeriesVolume> load(ModelPackage model, WorkItem item, Progress progress)
            throws IOException, NotAVolume, InterruptedException {
        List<String> series = item.task().seriesUids();
        if (series.size() != model.channels().size()) {
            throw new NotAVolume(lacking(model, item));
        }
        var images = new ArrayList<List<String>>();
        for (String uid : series) {
            images.add(images(item, uid));
        }
        return load(images, progress);
    }

    /**
     * @param images SOP Instance UIDs of each channel
     * @throws NotAVolume if one is no volume, or they do not lie in the same space
     */
    List<SeriesVolume> load(List<List<String>> images, Progress progress)
            throws IOException, NotAVolume, InterruptedException {
        var channels = new ArrayList<SeriesVolume>();
        for (int i = 0; i < images.size(); i++) {
            int number = i;
            channels.add(
                    loader.load(images.get(i), (part, step) -> progress.at((number + part) / images.size(), step)));
            check(channels);
        }
        return channels;
    }

    private static String lacking(ModelPackage model, WorkItem item) {
        return item.reason().isEmpty()
                ? model.name() + " needs a series for each of its channels ("
                        + model.channels().stream().map(Channel::name).collect(Collectors.joining(", "))
                        + "); the step has " + item.task().seriesUids().size() + "."
                : item.reason() + " Nothing else came while it was waited for.";
    }

    private List<String> images(WorkItem item, String seriesUid) throws NotAVolume {
        var images = new ArrayList<String>();
        for (String uid : item.task().inputs()) {
            StoredInstance stored = index.find(uid)
                    .orElseThrow(() -> new NotAVolume("An image of the series is not in the archive any more: " + uid));
            if (stored.seriesInstanceUid().equals(seriesUid)) {
                images.add(uid);
            }
        }
        return images;
    }

    /** Channels on other voxels are resampled, which needs the same space (PS3.3 section C.7.4.1). */
    private void check(List<SeriesVolume> channels) throws NotAVolume {
        long voxels = channels.stream()
                .mapToLong(channel -> channel.geometry().voxelCount())
                .sum();
        if (voxels > maxVoxels) {
            throw new NotAVolume("The series of the channels have more than " + maxVoxels
                    + " voxels together, which is what this server takes (VOXRELAY_MAX_VOLUME_VOXELS).");
        }
        SeriesVolume first = channels.get(0);
        SeriesVolume last = channels.get(channels.size() - 1);
        String frame = first.frameOfReferenceUid();
        if (channels.size() > 1 && (frame.isEmpty() || !frame.equals(last.frameOfReferenceUid()))) {
            String why =
                    " do not lie in the same space: their Frame of Reference UIDs are not equal. They cannot be the"
                            + " channels of one model without a registration.";
            throw new NotAVolume(
                    "The series " + series(first) + " and " + series(last) + why,
                    "The series of channels 1 and " + channels.size() + why);
        }
    }

    private static String series(SeriesVolume volume) {
        return volume.images().get(0).getString(Tag.SeriesInstanceUID, "");
    }
}
