package org.voxrelay.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.voxrelay.archive.log.Burial;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.archive.log.LoggedRecord;
import org.voxrelay.archive.log.Origin;
import org.voxrelay.archive.log.SegmentLog;
import org.voxrelay.archive.log.SegmentScan;

/** What a start finds that is safe on the disk and perhaps has no row, oldest first; and what was being deleted. */
public final class Unsettled {
    private final SegmentLog log;
    private final Map<Path, SegmentScan> segments;
    private final List<Found> instances = new ArrayList<>();
    private final List<Burial> dead = new ArrayList<>();
    private final Set<String> deadPlaces = new HashSet<>();

    private Unsettled(SegmentLog log, Map<Path, SegmentScan> segments) {
        this.log = log;
        this.segments = segments;
    }

    /**
     * One instance.
     *
     * @param origin empty if only its file meta information tells
     * @param replaces whether it was accepted in the place of another; empty if that is not known
     * @param crc of its data set, if it was written down
     * @param copy whether compaction wrote it: without a row it is nothing, for its original is still there
     */
    public record Found(
            String place, Optional<Origin> origin, Optional<Boolean> replaces, OptionalInt crc, boolean copy) {}

    static Unsettled find(SegmentLog log, OwnFiles own) throws IOException {
        var unsettled = new Unsettled(log, log.recover());
        unsettled.segments.values().forEach(scan -> unsettled.dead.addAll(scan.dead()));
        unsettled.dead.forEach(burial -> unsettled.deadPlaces.add(burial.place()));
        for (String place : own.unsettled()) {
            unsettled.add(
                    new Found(place, Optional.empty(), Optional.empty(), OptionalInt.empty(), OwnFiles.isCopy(place)));
        }
        unsettled.segments.values().stream()
                .flatMap(scan -> scan.instances().stream())
                .sorted(Comparator.comparingLong(LoggedRecord::millis)
                        .thenComparing(record -> record.place().segment())
                        .thenComparing(LoggedRecord::number))
                .forEach(record -> unsettled.add(new Found(
                        record.place().toString(),
                        Optional.of(record.origin()),
                        Optional.of(record.replaces()),
                        OptionalInt.of(record.checks().bodyCrc()),
                        record.copy())));
        return unsettled;
    }

    private void add(Found found) {
        if (!deadPlaces.contains(found.place())) {
            instances.add(found);
        }
    }

    /** Instances that are not deleted. */
    public List<Found> instances() {
        return List.copyOf(instances);
    }

    /** Places that a deletion has buried; their rows may be there still. */
    public List<Burial> dead() {
        return List.copyOf(dead);
    }

    /** Rows are written, or will be: the next start does not look here again when they are. */
    public void finish() throws IOException {
        for (Burial burial : dead) {
            LogPlace.of(burial.place()).ifPresent(log::settle);
        }
        log.recovered(segments);
    }
}
