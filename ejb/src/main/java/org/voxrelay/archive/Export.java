package org.voxrelay.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.voxrelay.archive.log.FileWindow;
import org.voxrelay.archive.log.LogPlace;
import org.voxrelay.archive.log.LoggedRecord;
import org.voxrelay.archive.log.SegmentLog;
import org.voxrelay.archive.log.SegmentScan;
import org.voxrelay.archive.log.SegmentScanner;
import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.dict.Tag;
import org.voxrelay.dicom.io.DicomInputStream;

/**
 * Writes all instances of a data folder out as plain Part 10 files, {@code <study>/<series>/<instance>.dcm}, without a database
 * and without changing the folder: {@code Export DATA TARGET}. What was deleted is left out. Where several data sets have one
 * SOP Instance UID, the latest has the plain name and the earlier ones end in {@code .1.dcm}, {@code .2.dcm} and so on.
 */
public final class Export {
    private final Path data;
    private final Path target;
    private final PrintStream report;
    private final Set<String> dead = new HashSet<>();
    private int written;
    private int faults;

    private Export(Path data, Path target, PrintStream report) {
        this.data = data;
        this.target = target;
        this.report = report;
    }

    /** What was done; {@code faults} were told one by one. */
    public record Outcome(int written, int faults) {}

    /** Ends with 0, with 1 if something could not be written, with 2 for a wrong command line. */
    public static void main(String... args) throws IOException {
        if (args.length != 2 || !Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: Export DATA-FOLDER TARGET-FOLDER");
            System.exit(2);
        }
        Outcome outcome = export(Path.of(args[0]), Path.of(args[1]), System.err);
        System.out.println(outcome.written() + " instances in " + args[1]);
        System.exit(outcome.faults() == 0 ? 0 : 1);
    }

    /**
     * @param report where what is amiss is told, a line each
     * @throws IOException if the target cannot be written
     */
    public static Outcome export(Path data, Path target, PrintStream report) throws IOException {
        return new Export(data, target, report).run();
    }

    /** Opens the bytes of an instance. */
    private interface Source {
        FileChannel open() throws IOException;
    }

    private Outcome run() throws IOException {
        Files.createDirectories(target);
        var records = new ArrayList<LoggedRecord>();
        Path segments = data.resolve("segments");
        for (Path segment : Files.isDirectory(segments) ? SegmentLog.segments(segments) : List.<Path>of()) {
            scan(segment, records);
        }
        records.sort(Comparator.comparingLong(LoggedRecord::millis)
                .thenComparing(record -> record.place().segment())
                .thenComparing(LoggedRecord::number)
                .reversed());
        for (LoggedRecord record : records) {
            LogPlace place = record.place();
            boolean segmentIsDead = dead.contains(place.segment() + "@");
            if (!segmentIsDead && !dead.contains(place.toString())) {
                Path segment = segments.resolve(place.segment() + ".seg");
                write(place.toString(), () -> FileWindow.open(segment, place.offset(), place.length()));
            }
        }
        for (String folder : List.of("incoming", "store")) {
            ownFiles(data.resolve(folder));
        }
        return new Outcome(written, faults);
    }

    private void scan(Path segment, List<LoggedRecord> records) {
        try {
            SegmentScan scan = SegmentScanner.scan(segment);
            records.addAll(scan.instances());
            scan.dead().forEach(burial -> dead.add(burial.place()));
            scan.torn()
                    .forEach(offset -> report.println(
                            segment.getFileName() + ": the record at " + offset + " was not finished, or is damaged"));
        } catch (IOException e) {
            fault(segment.getFileName().toString(), e.getMessage());
        }
    }

    private void ownFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(OwnFiles.DICOM))
                            .sorted(Comparator.reverseOrder())::iterator) {
                String place = file.getFileName().toString().replace(OwnFiles.DICOM, "");
                if (!dead.contains(place)) {
                    write(place, () -> FileChannel.open(file));
                }
            }
        }
    }

    private void write(String what, Source source) throws IOException {
        Path folder;
        String name;
        try (FileChannel from = source.open();
                var in = new DicomInputStream(Channels.newInputStream(from))) {
            in.setBulkData(1024);
            Attributes dataset = in.readDatasetUntilPixelData();
            // A UID is digits and dots, so nothing of a data set leads out of the target.
            folder = target.resolve(uid(dataset, Tag.StudyInstanceUID)).resolve(uid(dataset, Tag.SeriesInstanceUID));
            name = uid(dataset, Tag.SOPInstanceUID);
        } catch (IOException | IllegalArgumentException e) {
            fault(what, e.getMessage());
            return;
        }
        Files.createDirectories(folder);
        for (int i = 0; ; i++) {
            Path file = folder.resolve(name + (i == 0 ? "" : "." + i) + OwnFiles.DICOM);
            if (!Files.exists(file)) {
                copy(source, file);
                written++;
                return;
            }
            if (same(source, file)) {
                return;
            }
        }
    }

    private static String uid(Attributes dataset, int tag) {
        return new Uid(dataset.getString(tag, "").strip()).value();
    }

    private static void copy(Source source, Path file) throws IOException {
        try (FileChannel from = source.open();
                FileChannel to = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long done = 0; done < from.size(); ) {
                done += from.transferTo(done, from.size() - done, to);
            }
        }
    }

    private static boolean same(Source source, Path file) throws IOException {
        try (InputStream one = DataSetComparison.atDataSet(Channels.newInputStream(source.open()));
                InputStream two = DataSetComparison.atDataSet(Files.newInputStream(file))) {
            return DataSetComparison.sameRest(one, two);
        }
    }

    private void fault(String what, String why) {
        faults++;
        report.println(what + ": " + why);
    }
}
