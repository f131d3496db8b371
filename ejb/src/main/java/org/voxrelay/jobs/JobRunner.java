package org.voxrelay.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.voxrelay.db.DatabaseException;
import org.voxrelay.db.WorkLoop;
import org.voxrelay.jobs.Performer.Outcome.Done;
import org.voxrelay.jobs.Performer.Outcome.Impossible;

/** Claims steps one after the other and has them performed; another thread keeps the lease while one is worked on. */
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobRunner.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration REPORT = Duration.ofMillis(250);
    private static final Duration RENEW = Duration.ofSeconds(15);

    private final WorkItems items;
    private final Performer performer;
    private final String worker;
    private final WorkLoop loop = new WorkLoop(new WorkLoop.Options("jobs", 1, POLL, POLL), this::performOne);
    private volatile WorkItem current;
    private Thread keeper;

    /** @param worker this node's lasting name: after a restart it takes its own work up again at once */
    public JobRunner(WorkItems items, Performer performer, String worker) {
        this.items = items;
        this.performer = performer;
        this.worker = worker;
    }

    /** Begins to work. */
    public void start(ThreadFactory threads) {
        items.takeBack(worker);
        loop.start(threads);
        keeper = threads.newThread(this::keepLease);
        keeper.setName("voxrelay-job-lease");
        keeper.start();
    }

    /** Something was scheduled: no need to wait for the next look. */
    public void wake() {
        loop.wake();
    }

    private boolean performOne() throws InterruptedException {
        Optional<WorkItem> claimed = items.claim(worker);
        if (claimed.isEmpty()) {
            return false;
        }
        current = claimed.get();
        try {
            perform(current);
        } finally {
            current = null;
        }
        return true;
    }

    private void perform(WorkItem item) throws InterruptedException {
        try {
            var outcome = performer.perform(item, new Reports(item));
            if (outcome instanceof Done done) {
                items.complete(item, worker, done);
                LOG.log(Level.INFO, "job {0} on series {1} is done", new Object[] {
                    item.label(), item.task().seriesUid()
                });
            } else if (outcome instanceof Impossible impossible) {
                items.cancel(item, worker, impossible.reason());
                LOG.log(Level.WARNING, "job {0} on series {1} cannot be done: {2}", new Object[] {
                    item.label(), item.task().seriesUid(), impossible.reason()
                });
            }
        } catch (InterruptedException | DatabaseException e) {
            if (loop.isClosing()) {
                throw new InterruptedException("closing");
            }
            LOG.log(Level.WARNING, "job {0}: {1}", new Object[] {item.uid(), e.getMessage()});
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            // The edge: whatever an attempt may run into costs this attempt, not the worker.
            if (loop.isClosing()) {
                throw new InterruptedException("closing");
            }
            LOG.log(
                    Level.SEVERE,
                    "job " + item.label() + " on series " + item.task().seriesUid() + " failed",
                    e);
            items.retryOrCancel(item, worker, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** Writes progress no more often than a person can follow: each write is a commit. */
    private final class Reports implements Performer.Progress {
        private final WorkItem item;
        private long last = System.nanoTime() - REPORT.toNanos();

        Reports(WorkItem item) {
            this.item = item;
        }

        @Override
        public void at(double fraction, String step) throws InterruptedException {
            if (loop.isClosing()) {
                throw new InterruptedException("the server ends");
            }
            long now = System.nanoTime();
            if (now - last >= REPORT.toNanos()) {
                last = now;
                if (!items.progress(item, worker, fraction, step)) {
                    throw new InterruptedException("the step was taken from this worker");
                }
            }
        }
    }

    private void keepLease() {
        try {
            while (!loop.isClosing()) {
                Thread.sleep(RENEW.toMillis());
                WorkItem item = current;
                if (item != null) {
                    renew(item);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(WorkItem item) {
        try {
            items.renew(item, worker);
        } catch (DatabaseException e) {
            LOG.log(Level.WARNING, "jobs: the lease of {0} is not renewed: {1}", new Object[] {
                item.uid(), e.getMessage()
            });
        }
    }

    /** Stops claiming and waits some seconds for the step in hand; it is taken up again after the next start. */
    @Override
    public void close() throws InterruptedException {
        loop.close();
        if (keeper != null) {
            keeper.interrupt();
            keeper.join(1_000);
        }
    }
}
