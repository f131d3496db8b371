package org.voxrelay.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.voxrelay.archive.Changes;
import org.voxrelay.archive.Compaction;
import org.voxrelay.archive.Deletion;
import org.voxrelay.archive.ExtraAttributes;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.InstanceIndex;
import org.voxrelay.archive.Reindex;
import org.voxrelay.archive.Trash;
import org.voxrelay.archive.TrashClock;
import org.voxrelay.config.IndexSettings;
import org.voxrelay.config.InferenceSettings;
import org.voxrelay.config.Settings;
import org.voxrelay.config.TrashSettings;
import org.voxrelay.db.Database;
import org.voxrelay.dicom.codec.Codecs;
import org.voxrelay.inference.Inference;
import org.voxrelay.inference.model.ModelRepository;
import org.voxrelay.inference.model.ModelStore;
import org.voxrelay.ingest.Ingest;
import org.voxrelay.ingest.Replay;
import org.voxrelay.ingest.Restoration;
import org.voxrelay.jobs.JobRunner;
import org.voxrelay.jobs.WorkItems;
import org.voxrelay.nodes.Access;
import org.voxrelay.nodes.AvailabilityOrders;
import org.voxrelay.nodes.KnownNodes;
import org.voxrelay.nodes.Nodes;
import org.voxrelay.nodes.Outbox;
import org.voxrelay.picture.Pictures;
import org.voxrelay.query.QueryService;
import org.voxrelay.query.Totals;
import org.voxrelay.results.Measurements;
import org.voxrelay.results.QualityPerformer;
import org.voxrelay.results.SegmentationPerformer;
import org.voxrelay.results.VolumeExport;
import org.voxrelay.retrieve.DataSets;
import org.voxrelay.retrieve.Images;
import org.voxrelay.retrieve.InstanceReader;
import org.voxrelay.retrieve.Retrieval;
import org.voxrelay.rules.ManualJobs;
import org.voxrelay.rules.ModelInputs;
import org.voxrelay.rules.ModelSteps;
import org.voxrelay.rules.Settling;
import org.voxrelay.scp.CommitmentScp;
import org.voxrelay.scp.Destinations;
import org.voxrelay.scp.DicomServices;
import org.voxrelay.scp.FindScp;
import org.voxrelay.scp.RetrieveScp;
import org.voxrelay.scp.StoreScp;
import org.voxrelay.scu.AvailabilityNotification;
import org.voxrelay.scu.CommitmentReport;
import org.voxrelay.scu.EchoScu;
import org.voxrelay.scu.NodeRequests;
import org.voxrelay.scu.OpenLinks;
import org.voxrelay.scu.Postman;

/** Which object is made of which: one of each for a server. */
@ApplicationScoped
public class Components {
    @Produces
    @Singleton
    InstanceFiles files(Settings settings) throws IOException {
        return new InstanceFiles(settings);
    }

    @Produces
    @Singleton
    ExtraAttributes extraAttributes() {
        return ExtraAttributes.parse(IndexSettings.read().extraAttributes());
    }

    @Produces
    @Singleton
    Indexer indexer(Database database, InstanceFiles files, Settings settings, ExtraAttributes extra) {
        return new Indexer(database, files, settings.settle(), extra);
    }

    @Produces
    @Singleton
    Deletion deletion(Database database, InstanceFiles files, Indexer indexer) {
        return new Deletion(database, files, indexer);
    }

    @Produces
    @Singleton
    Changes changes(Database database) {
        return new Changes(database);
    }

    @Produces
    @Singleton
    Compaction compaction(Database database, InstanceFiles files) {
        return new Compaction(database, files, Duration.ofMinutes(1));
    }

    @Produces
    @Singleton
    TrashSettings trashSettings() {
        return TrashSettings.read();
    }

    @Produces
    @Singleton
    Trash trash(Database database, InstanceFiles files, Indexer indexer, Deletion deletion, TrashSettings settings) {
        return new Trash(database, files, indexer, deletion, settings.retention());
    }

    @Produces
    @Singleton
    TrashClock trashClock(Trash trash, Compaction compaction) {
        return new TrashClock(trash, compaction, Duration.ofMinutes(1));
    }

    @Produces
    @Singleton
    Restoration restoration(Ingest ingest, Trash trash, InstanceFiles files, InstanceIndex index, Indexer indexer) {
        return new Restoration(ingest, trash, files, index, indexer);
    }

    @Produces
    @Singleton
    Replay replay(
            Settings settings,
            InstanceFiles files,
            InstanceIndex index,
            Indexer indexer,
            Deletion deletion,
            Compaction compaction) {
        return new Replay(settings, files, index, indexer, deletion, compaction);
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
    QueryService queries(Database database, Indexer indexer, InstanceIndex index, ExtraAttributes extra) {
        return new QueryService(database, indexer, index, extra);
    }

    @Produces
    @Singleton
    Reindex reindex(Database database, ExtraAttributes extra) {
        return new Reindex(database, extra);
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
    ModelStore modelStore(Settings settings) {
        return new ModelStore(settings.modelsDir());
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
    SegmentationPerformer.Parts resultParts(
            Settings settings, InstanceIndex index, InstanceReader reader, Codecs codecs, Ingest ingest) {
        return new SegmentationPerformer.Parts(
                index,
                reader,
                codecs,
                ingest,
                settings.dataDir().resolve("work"),
                settings.maxVolumeVoxels(),
                InferenceSettings.read().segmentation());
    }

    @Produces
    @Singleton
    JobRunner jobs(
            Settings settings,
            Database database,
            WorkItems items,
            SegmentationPerformer.Parts parts,
            ModelRepository models,
            ModelStore store,
            Inference inference)
            throws IOException {
        var segmentation = new SegmentationPerformer(parts, models, inference);
        var quality = new QualityPerformer(parts, new ModelInputs(database), models, store, inference);
        return new JobRunner(
                items,
                (item, progress) -> (quality.takes(item) ? quality : segmentation).perform(item, progress),
                nodeName(settings.dataDir()));
    }

    @Produces
    @Singleton
    Measurements measurements(
            Database database,
            Retrieval retrieval,
            InstanceReader reader,
            ModelRepository models,
            WorkItems items,
            JobRunner jobs) {
        return new Measurements(database, retrieval, reader, models, items, jobs::wake);
    }

    @Produces
    @Singleton
    VolumeExport volumes(Retrieval retrieval, SegmentationPerformer.Parts parts) {
        return new VolumeExport(retrieval, parts);
    }

    @Produces
    @Singleton
    ModelSteps modelSteps(WorkItems items, ModelRepository models) {
        return new ModelSteps(items, models, InferenceSettings.read().seriesWait());
    }

    @Produces
    @Singleton
    Settling settling(Database database, ModelSteps steps, JobRunner jobs) {
        return new Settling(database, steps, AvailabilityOrders::put, jobs::wake);
    }

    @Produces
    @Singleton
    ManualJobs manualJobs(Database database, Indexer indexer, WorkItems items, ModelSteps steps, JobRunner jobs) {
        return new ManualJobs(database, indexer, items, steps, jobs::wake);
    }

    @Produces
    @Singleton
    Nodes nodes(Database database) {
        return new Nodes(database);
    }

    @Produces
    @Singleton
    KnownNodes knownNodes(Nodes nodes) {
        return new KnownNodes(nodes::list);
    }

    @Produces
    @Singleton
    Outbox outbox(Database database) {
        return new Outbox(database);
    }

    @Produces
    @Singleton
    Tls tls(Settings settings) throws IOException {
        return Tls.of(settings.dicom());
    }

    @Produces
    @Singleton
    NodeRequests nodeRequests(Settings settings, Tls tls) {
        return new NodeRequests(settings.aeTitle(), tls.context());
    }

    @Produces
    @Singleton
    EchoScu echo(NodeRequests requests) {
        return new EchoScu(requests);
    }

    @Produces
    @Singleton
    OpenLinks openLinks() {
        return new OpenLinks();
    }

    @Produces
    @Singleton
    Postman postman(
            Settings settings,
            Outbox outbox,
            Nodes nodes,
            NodeRequests requests,
            OpenLinks links,
            InstanceIndex index,
            Settling settling) {
        return new Postman(
                outbox,
                nodes,
                requests,
                links,
                new CommitmentReport(index),
                new AvailabilityNotification(index, settling::isSettled, settings.aeTitle()));
    }

    @Produces
    @Singleton
    Access access(Settings settings, KnownNodes nodes) {
        return new Access(nodes, settings.dicom().unknownNodes());
    }

    @Produces
    @Singleton
    CommitmentScp commitment(Outbox outbox, OpenLinks links, Access access) {
        return new CommitmentScp(outbox, links, access);
    }

    @Produces
    @Singleton
    DicomServices dicomServices(
            Settings settings,
            Access access,
            Ingest ingest,
            QueryService queries,
            Retrieval retrieval,
            DataSets dataSets,
            NodeRequests requests,
            CommitmentScp commitment) {
        int most = settings.dicom().maxMatches();
        String title = settings.aeTitle();
        return new DicomServices(
                access,
                new StoreScp(ingest, access),
                new FindScp(queries, access, title, most),
                new RetrieveScp(retrieval, dataSets, access, title, most),
                new Destinations(title, access, requests),
                commitment);
    }

    @Produces
    @Singleton
    Retrieval retrieval(Database database, Indexer indexer, InstanceIndex index) {
        return new Retrieval(database, indexer, index);
    }

    @Produces
    @Singleton
    DataSets dataSets(InstanceReader reader, Codecs codecs) {
        return new DataSets(reader, codecs);
    }

    @Produces
    @Singleton
    Images images(InstanceReader reader, Codecs codecs) {
        return new Images(reader, codecs);
    }

    @Produces
    @Singleton
    Pictures pictures(Images images) {
        return new Pictures(images);
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
