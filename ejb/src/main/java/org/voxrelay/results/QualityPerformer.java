package org.voxrelay.results;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.InferenceException;
import org.voxrelay.inference.LostInferenceException;
import org.voxrelay.inference.UnsuitableVolumeException;
import org.voxrelay.inference.model.ModelPackage;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.inference.model.UnusableModelException;
import org.voxrelay.inference.quality.QualityTally;
import org.voxrelay.jobs.Performer;
import org.voxrelay.jobs.WorkItem;
import org.voxrelay.results.SegmentationPerformer.Parts;
import org.voxrelay.rules.ModelInputs;

/**
 * A step whose inputs are segmentations: the model runs on the series of each, with the others of the study that it needs,
 * and how well it agrees is kept beside the model. Nothing is stored in the archive. A case that cannot be compared is left
 * out and said.
 */
public final class QualityPerformer implements Performer {
    private static final Logger LOG = Logger.getLogger(QualityPerformer.class.getName());

    private final InstanceIndex index;
    private final ReferenceComparison comparison;
    private final ModelRepository models;
    private final ModelStore store;

    /** @param inputs which images the model is given for a case */
    public QualityPerformer(
            Parts parts, ModelInputs inputs, ModelRepository models, ModelStore store, Inference inference) {
        this.index = parts.index();
        this.comparison = new ReferenceComparison(parts, inputs, inference);
        this.models = models;
        this.store = store;
    }

    /** Whether the step is of this kind: the first of its inputs that is still there is a segmentation; its label, if none is. */
    public boolean takes(WorkItem item) {
        return item.task().inputs().stream()
                .limit(Measurements.MOST_CASES)
                .map(index::find)
                .flatMap(Optional::stream)
                .findFirst()
                .map(Reference::isSegmentation)
                .orElse(item.label().startsWith(Measurements.LABEL));
    }

    @Override
    public Outcome perform(WorkItem item, Progress progress) throws Exception {
        var clock = new Stopwatch();
        try {
            ModelPackage model = models.version(item.task().model(), item.task().modelVersion());
            var tally = new QualityTally();
            List<String> references = item.task().inputs();
            for (int i = 0; i < references.size(); i++) {
                measure(model, references.get(i), new Part(progress, i, references.size()), tally);
            }
            clock.lap("infer");
            if (tally.cases() == 0) {
                return new Outcome.Impossible(String.join(" ", tally.leftOut()));
            }
            store.recordQuality(model, tally.quality(model.labels(), Instant.now()));
            return new Outcome.Done(List.of(), clock.laps());
        } catch (UnusableModelException | InferenceException e) {
            return new Outcome.Impossible(e.getMessage());
        }
    }

    /** Adds a case, or why it is left out. What is no fault of the case is thrown: it would end or delay the others, too. */
    private void measure(ModelPackage model, String reference, Part part, QualityTally tally)
            throws IOException, InferenceException, LostInferenceException, InterruptedException {
        try {
            tally.add(comparison.compare(model, reference, part));
        } catch (NotAVolume e) {
            log(reference, e);
            tally.leaveOut(part.sentence(e.withoutUids()));
        } catch (UnsuitableVolumeException e) {
            log(reference, e);
            tally.leaveOut(part.sentence(e.getMessage()));
        }
    }

    private static void log(String reference, Exception why) {
        LOG.log(Level.WARNING, "the reference {0} is left out: {1}", new Object[] {reference, why.getMessage()});
    }

    /** The progress of one case of several. */
    private record Part(Progress whole, int number, int count) implements Progress {
        String place() {
            return (number + 1) + " of " + count;
        }

        String sentence(String why) {
            return "Case " + place() + ": " + why;
        }

        @Override
        public void at(double fraction, String step) throws InterruptedException {
            whole.at((number + fraction) / count, "case " + place() + ", " + step);
        }
    }
}
