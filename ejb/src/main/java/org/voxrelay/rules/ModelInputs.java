package org.voxrelay.rules;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.voxrelay.db.Database;
import org.voxrelay.inference.model.ChannelChoice;
import org.voxrelay.inference.model.ChannelChoice.Result.Complete;
import org.voxrelay.inference.model.ChannelChoice.Result.Missing;
import org.voxrelay.inference.model.ChannelChoice.Result.Unclear;
import org.voxrelay.inference.model.ModelPackage;

/** Which images a model is given, as a job would give them, for work that is no job on a series. */
public final class ModelInputs {
    static final String ARRIVING = "Other series of the study are still arriving.";

    private final Database database;

    public ModelInputs(Database database) {
        this.database = database;
    }

    /** What was found. The sentences are for a person and name no series. */
    public sealed interface Result {
        /** @param images SOP Instance UIDs, sorted, of each channel in their order; none is empty */
        record Found(List<List<String>> images) implements Result {}

        /** The archive has no images of the series. */
        record Absent() implements Result {}

        /** The rules of the package do not give a series for each channel. */
        record Incomplete(String why) implements Result {}
    }

    /**
     * The images of a series, and of the others of its study that the model needs.
     *
     * @param seriesUid the only channel, or one of several
     */
    public Result of(ModelPackage model, String studyUid, String seriesUid) {
        return database.read(c -> {
            Optional<SeriesFacts> series = StoredFacts.ofSeries(c, seriesUid)
                    .filter(one ->
                            one.studyUid().equals(studyUid) && !one.images().isEmpty());
            if (series.isEmpty()) {
                return new Result.Absent();
            }
            return model.channels().size() > 1
                    ? several(c, model, series.get())
                    : new Result.Found(List.of(series.get().inputs()));
        });
    }

    private static Result several(Connection c, ModelPackage model, SeriesFacts named) throws SQLException {
        var study = ChannelStudy.of(c, named.studyUid(), model, named.seriesUid());
        var choice = study.choice();
        if (choice instanceof Unclear unclear) {
            return new Result.Incomplete(unclear.why());
        } else if (choice instanceof Missing missing) {
            return new Result.Incomplete(missing.why());
        } else if (study.arriving()) {
            return new Result.Incomplete(ARRIVING);
        }
        return new Result.Found(((Complete) choice)
                .series().stream().map(chosen -> images(study, chosen)).toList());
    }

    private static List<String> images(ChannelStudy study, ChannelChoice.Series chosen) {
        return study.series().stream()
                .filter(series -> series.seriesUid().equals(chosen.seriesInstanceUid()))
                .findFirst()
                .orElseThrow()
                .inputs();
    }
}
