package org.voxrelay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.voxrelay.archive.log.Disk;

class OwnFilesTest {
    @TempDir
    Path folder;

    /** A start gives up copies that have no row; an arrival that it took for one would be lost. */
    @ParameterizedTest
    @ValueSource(strings = {"20261124-0123456789abcdec", "20261124-cccccccccccccccc", "20261124-0000000000000000"})
    void noArrivalIsTakenForACopyWhateverItsDigits(String place) {
        assertThat(OwnFiles.isCopy(place)).isFalse();
    }

    @Test
    void namesTellWhichIsWhich() throws Exception {
        var own = new OwnFiles(folder, Disk.REAL);
        for (int i = 0; i < 1000; i++) {
            assertThat(OwnFiles.isCopy(own.newPlace())).isFalse();
            assertThat(OwnFiles.isCopy(own.newPlaceOfCopy())).isTrue();
        }
    }

    @Test
    void bothAreFoundByAStart() throws Exception {
        var own = new OwnFiles(folder, Disk.REAL);
        String arrival = own.newPlace();
        String copy = own.newPlaceOfCopy();
        for (String place : new String[] {arrival, copy}) {
            Files.writeString(own.unfinished(place).resolveSibling(place + OwnFiles.DICOM), "a file");
        }
        assertThat(own.unsettled()).containsExactlyInAnyOrder(arrival, copy);
    }
}
