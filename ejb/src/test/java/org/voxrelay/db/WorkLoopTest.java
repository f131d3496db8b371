package org.voxrelay.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkLoopTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Logger LOG = Logger.getLogger(WorkLoop.class.getName());

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            said.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(ear);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(ear);
    }

    private static WorkLoop loop(int threads, Duration poll, WorkLoop.Work work) {
        return new WorkLoop(new WorkLoop.Options("trial", threads, poll, SHORT), work);
    }

    @Test
    void piecesFollowOneAnotherWithoutAPause() throws Exception {
        var done = new CountDownLatch(1000);
        try (var loop = loop(3, LONG, () -> {
            done.countDown();
            return true;
        })) {
            loop.start(Thread::new);
            assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void whoHasNothingToDoIsWoken() throws Exception {
        var looks = new LinkedBlockingQueue<Boolean>();
        try (var loop = loop(1, LONG, () -> {
            looks.add(true);
            return false;
        })) {
            loop.start(Thread::new);
            assertThat(looks.poll(1, TimeUnit.MINUTES)).isTrue();
            assertThat(looks).isEmpty();
            loop.wake();
            assertThat(looks.poll(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void neitherTheDatabaseNorAFaultOfOurOwnEndsIt() throws Exception {
        var turns = new AtomicInteger();
        var passed = new CountDownLatch(1);
        try (var loop = loop(1, SHORT, () -> {
            switch (turns.incrementAndGet()) {
                case 1 -> throw new DatabaseException(new SQLException("it is away", "08006"));
                case 2 -> throw new IllegalStateException("our own fault");
                default -> passed.countDown();
            }
            return false;
        })) {
            loop.start(Thread::new);
            assertThat(passed.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(said).containsExactly("WARNING {0} waits: {1}", "SEVERE trial failed");
    }

    @Test
    void whatTheEndBreaksOffIsNotSpokenOf() throws Exception {
        var begun = new CountDownLatch(1);
        var loop = loop(1, SHORT, () -> {
            begun.countDown();
            try {
                Thread.sleep(LONG.toMillis());
                return true;
            } catch (InterruptedException e) {
                throw new DatabaseException(new SQLException("interrupted within the driver", "08006"));
            }
        });
        Thread[] thread = new Thread[1];
        loop.start(task -> thread[0] = new Thread(task));
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        loop.close();
        assertThat(thread[0].isAlive()).isFalse();
        assertThat(said).isEmpty();
    }
}
