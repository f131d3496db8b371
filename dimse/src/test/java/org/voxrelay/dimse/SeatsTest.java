package org.voxrelay.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.voxrelay.dimse.AssociationException.Cause;
import org.voxrelay.peers.Ports;

class SeatsTest {
    private final InMemoryStore store = new InMemoryStore();

    @Test
    void anAssociationWaitsForTheSeatOfOneThatEnds() throws Exception {
        Seats one = new Seats(1, Duration.ofSeconds(20));
        try (DimseServer server = TestServer.open(store)) {
            Association first = request(server, one).open();
            var second = CompletableFuture.supplyAsync(() -> {
                try (Association next = request(server, one).open()) {
                    return next.echo();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(first.echo()).isZero();
            first.close();
            assertThat(second.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void whoWaitsTooLongIsToldWhy() throws Exception {
        Seats one = new Seats(1, Duration.ofMillis(50));
        try (DimseServer server = TestServer.open(store);
                Association first = request(server, one).open()) {
            assertThatThrownBy(() -> request(server, one).open())
                    .hasMessageContaining("may have 1 associations at once")
                    .extracting(e -> ((AssociationException) e).why())
                    .isEqualTo(Cause.TIMEOUT);
            assertThat(first.echo()).isZero();
        }
    }

    @Test
    void aSeatIsFreeAgainAfterARejectionARefusedConnectionAndAnAbort() throws Exception {
        Seats one = new Seats(1, Duration.ofMillis(50));
        try (DimseServer server = TestServer.open(store)) {
            assertThatThrownBy(() -> request(server, one).calledAeTitle("OTHER").open())
                    .hasMessageContaining("called ae title not recognized");
            assertThatThrownBy(() -> AssociationRequest.to("127.0.0.1", Ports.free())
                            .addVerification()
                            .seats(one)
                            .open())
                    .isInstanceOf(IOException.class);
            request(server, one).open().abort();
            try (Association next = request(server, one).open()) {
                assertThat(next.echo()).isZero();
                next.release();
            }
            try (Association last = request(server, one).open()) {
                assertThat(last.echo()).as("closing twice gives one seat back").isZero();
                assertThatThrownBy(() -> request(server, one).open()).isInstanceOf(AssociationException.class);
            }
        }
    }

    private static AssociationRequest request(DimseServer server, Seats seats) {
        return TestServer.request(server).addVerification().seats(seats);
    }
}
