package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.config.Settings;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.jobs.JobRunner;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.query.QueryService;
import org.voxrelay.query.Totals;
import org.voxrelay.results.SegmentationPerformer;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.Settling;

/** Which object is made of which: one of each for a server. */
@ApplicationScoped
public class Components {
    @Produces
    @Singleton
    InstanceFiles files(Settings settings) throws IOException {
        return new InstanceFiles(settings.dataDir());
    }

    @Produces
    @Singleton
    Indexer indexer(Database database, InstanceFiles files, Settings settings) {
        return new Indexer(database, files, settings.settle());
    }

    @Produces
    @Singleton
    InstanceIndex index(Database database, Indexer indexer) {
        return new InstanceIndex(database, indexer);
    }

    @Produces
    @Singleton
    InstanceReader reader(InstanceFiles files) {
        return new InstanceReader(files);
    }

    @Produces
    @Singleton
    Ingest ingest(Settings settings, InstanceFiles files, Indexer indexer, InstanceIndex index) {
        return new Ingest(settings, files, indexer, index);
    }

    @Produces
    @Singleton
    QueryService queries(Database database, Indexer indexer, InstanceIndex index) {
        return new QueryService(database, indexer, index);
    }

    @Produces
    @Singleton
    Totals totals(Database database) {
        return new Totals(database);
    }

    @Produces
    @Singleton
    WorkItems workItems(Database database) {
        return new WorkItems(database);
    }

    @Produces
    @Singleton
    ModelRepository models(Settings settings) {
        return new ModelRepository(settings.modelsDir());
    }

    @Produces
    @Singleton
    Codecs codecs(CodecWorkers workers) {
        return workers.codecs();
    }

    @Produces
    @Singleton
    Inference inference(Settings settings) {
        return InferenceProcess.start(settings);
    }

    @Produces
    @Singleton
    JobRunner jobs(
            Settings settings,
            WorkItems items,
            InstanceIndex index,
            InstanceReader reader,
            Codecs codecs,
            Ingest ingest,
            ModelRepository models,
            Inference inference)
            throws IOException {
        var parts = new SegmentationPerformer.Parts(
                index, reader, codecs, ingest, settings.dataDir().resolve("work"), settings.maxVolumeVoxels());
        return new JobRunner(items, new SegmentationPerformer(parts, models, inference), nodeName(settings.dataDir()));
    }

    @Produces
    @Singleton
    Settling settling(Database database, WorkItems items, ModelRepository models, JobRunner jobs) {
        return new Settling(database, items, models, jobs::wake);
    }

    @Produces
    @Singleton
    ManualJobs manualJobs(Database database, WorkItems items, ModelRepository models, JobRunner jobs) {
        return new ManualJobs(database, items, models, jobs::wake);
    }

    /** Lasts as long as the data folder: after a restart the node takes its own work up again at once. */
    private static String nodeName(Path dataDir) throws IOException {
        Path file = dataDir.resolve("node-id");
        if (!Files.exists(file)) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return InetAddress.getLoopbackAddress().getHostName() + " "
                + Files.readString(file).strip();
    }
}
