package org.voxrelay.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voxrelay.archive.StoredInstance;
import org.voxrelay.db.Database;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.jobs.WorkItem.Priority;
import org.voxrelay.jobs.WorkItem.Task;
import org.voxrelay.jobs.WorkItemUids;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.jobs.WorkItems.Scheduling;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.retrieve.Retrieval.TooMany;
import org.voxrelay.retrieve.Selection;

/** Schedules that a model is measured against segmentations of the archive; {@link QualityPerformer} does it. */
public final class Measurements {
    /** More would keep the work of patients waiting for too long. */
    public static final int MOST_CASES = 20;

    /** How the label of a step begins. */
    static final String LABEL = "measure ";

    private final Database database;
    private final Retrieval retrieval;
    private final InstanceReader reader;
    private final ModelRepository models;
    private final WorkItems items;
    private final Runnable scheduled;

    /** @param scheduled called after a step was scheduled */
    public Measurements(
            Database database,
            Retrieval retrieval,
            InstanceReader reader,
            ModelRepository models,
            WorkItems items,
            Runnable scheduled) {
        this.database = database;
        this.retrieval = retrieval;
        this.reader = reader;
        this.models = models;
        this.items = items;
        this.scheduled = scheduled;
    }

    /** What became of an order. */
    public sealed interface Result {
        /** @param uid of the step, also if the same was measured before: then it is measured once more */
        record Scheduled(String uid) implements Result {}

        /** There is no such model or series. */
        record Unknown(String what) implements Result {}

        /** {@code why} is a sentence for a person. */
        record Impossible(String why) implements Result {}
    }

    /**
     * Orders a measurement.
     *
     * @param series of images; where given, a reference of another series is refused
     * @param references series of segmentations, all of whose instances are cases
     */
    public Result order(String model, String version, Set<String> series, List<String> references)
            throws IOException, InterruptedException {
        try {
            ModelPackage measured = models.version(model, version);
            List<Reference> cases = cases(references);
            if (cases.isEmpty()) {
                return new Result.Unknown("There is no segmentation in such a series.");
            }
            return check(measured, series, cases)
                    .<Result>map(Result.Impossible::new)
                    .orElseGet(() -> new Result.Scheduled(schedule(measured, cases)));
        } catch (UnusableModelException | NotAVolume e) {
            return new Result.Impossible(e.getMessage());
        }
    }

    private List<Reference> cases(List<String> series) throws IOException, NotAVolume, InterruptedException {
        var cases = new ArrayList<Reference>();
        try {
            for (StoredInstance stored :
                    retrieval.select(new Selection(List.of(), List.of(), series, List.of()), MOST_CASES)) {
                if (Reference.isSegmentation(stored)) {
                    cases.add(Reference.read(stored, reader));
                }
            }
        } catch (TooMany e) {
            throw new NotAVolume("The series of the references hold " + e.getMessage() + ".");
        }
        return cases;
    }

    /** Why it cannot be measured, if so. */
    private static Optional<String> check(ModelPackage model, Set<String> series, List<Reference> cases) {
        for (Reference reference : cases) {
            String name = "The reference " + reference.instance().sopInstanceUid();
            if (!series.isEmpty() && !series.contains(reference.seriesUid())) {
                return Optional.of(name + " is of the series " + reference.seriesUid() + ", which is not asked for.");
            }
            if (reference.isBy(model.name(), model.version())) {
                return Optional.of(name + " was made by this version itself; it cannot be measured by that.");
            }
            if (ReferenceSegment.pair(model.labels(), ReferenceSegment.of(reference.header()))
                    .isEmpty()) {
                return Optional.of(name + " has no segment that is a label of the model, by its codes or its name.");
            }
        }
        return Optional.empty();
    }

    private String schedule(ModelPackage model, List<Reference> cases) {
        Reference first = cases.get(0);
        var inputs = cases.stream()
                .map(reference -> reference.instance().sopInstanceUid())
                .sorted()
                .toList();
        var task = new Task(
                model.name(), model.version(), first.instance().studyInstanceUid(), List.of(first.seriesUid()), inputs);
        String label = LABEL + model.name();
        boolean added =
                database.write(c -> items.schedule(c, new Scheduling(label, Priority.LOW, task, Optional.empty()))
                        .isPresent());
        String uid = WorkItemUids.ofStep(task);
        if (!added) {
            items.again(uid);
        }
        scheduled.run();
        return uid;
    }
}
