package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.voxrelay.testing.TestDatabase;

class KnownUidsTest {
    @Test
    void whatWasAddedIsNeverCalledNewAndHardlyAnythingElseIsCalledKnown() {
        var known = new KnownUids();
        var database = TestDatabase.create();
        assertThat(known.mayContain("1.2.3")).as("not loaded yet").isTrue();
        known.size(database);
        IntStream.range(0, 50_000).forEach(i -> known.add("1.2.840.10008." + i));
        known.load(database);

        assertThat(IntStream.range(0, 50_000)).allMatch(i -> known.mayContain("1.2.840.10008." + i));
        assertThat(IntStream.range(0, 50_000)
                        .filter(i -> known.mayContain("1.2.841.10008." + i))
                        .count())
                .isLessThan(500);
    }
}
