package org.voxrelay.startup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.archive.Indexer;
import org.voxrelay.archive.InstanceFiles;
import org.voxrelay.archive.Reindex;
import org.voxrelay.config.Settings;
import org.voxrelay.db.Database;
import org.voxrelay.db.Schema;
import org.voxrelay.inference.Inference;
import org.voxrelay.ingest.Replay;
import org.voxrelay.jobs.JobRunner;
import org.voxrelay.rules.Settling;
import org.voxrelay.scu.Postman;

/** Starts the server when it is deployed: schema, replay, workers, and the door last. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Server {
    private static final Logger LOG = Logger.getLogger(Server.class.getName());

    @Resource
    ManagedThreadFactory threads;

    @Inject
    Settings settings;

    @Inject
    Database database;

    @Inject
    InstanceFiles files;

    @Inject
    Indexer indexer;

    @Inject
    Reindex reindex;

    @Inject
    Replay replay;

    @Inject
    Inference inference;

    @Inject
    JobRunner jobs;

    @Inject
    Settling settling;

    @Inject
    Postman postman;

    @Inject
    CodecWorkers codecs;

    @Inject
    Doors doors;

    @PostConstruct
    void start() {
        try {
            Schema.migrate(database);
            files.start(threads);
            indexer.start(threads);
            replay.run();
            reindex.start(threads);
            jobs.start(threads);
            settling.start(threads);
            postman.start(threads);
            doors.open(threads);
        } catch (IOException e) {
            throw new IllegalStateException("the server cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
        LOG.log(Level.INFO, "{0} listens on {1}:{2}, data in {3}; {4}", new Object[] {
            settings.aeTitle(),
            settings.bind(),
            Integer.toString(doors.dicomPort()),
            settings.dataDir(),
            inference.engine()
        });
    }

    @PreDestroy
    void stop() {
        try {
            reindex.close();
            settling.close();
            postman.close();
            jobs.close();
            doors.close();
            indexer.close();
            files.close();
            codecs.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "not all was closed: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inference.close();
        }
    }
}
