package org.voxrelay.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Pace TWO_THREADS = new Pace("engine, 2 threads", 2, 1.2);

    @Test
    void fewerThreadsAreTakenWhereTheyAreAsFast() {
        var one = new Pace("engine, 1 thread", 1, 1.3);
        assertThat(Pace.best(List.of(TWO_THREADS, one))).isEqualTo(one);
        assertThat(Pace.best(List.of(one, TWO_THREADS))).isEqualTo(one);
    }

    @Test
    void moreThreadsAreTakenWhereTheyHelp() {
        var one = new Pace("engine, 1 thread", 1, 1.35);
        assertThat(Pace.best(List.of(TWO_THREADS, one))).isEqualTo(TWO_THREADS);
    }

    @Test
    void ofEqualNumbersOfThreadsTheFasterEngineIsTaken() {
        var other = new Pace("other, 2 threads", 2, 1.19);
        assertThat(Pace.best(List.of(TWO_THREADS, other))).isEqualTo(other);
    }

    /** One thread is hardly slower than two threads, but not than the device. */
    @Test
    void allAreComparedWithTheFastest() {
        var fastest = new Pace("device", 4, 1.1);
        var one = new Pace("engine, 1 thread", 1, 1.3);
        assertThat(Pace.best(List.of(TWO_THREADS, one, fastest))).isEqualTo(TWO_THREADS);
    }
}
