package org.voxrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.config.Settings.DuplicatePolicy;
import org.voxrelay.config.Settings.Durability;
import org.voxrelay.config.Settings.Storage;

class SettingsTest {
    @Test
    void withoutAnySettingTheServerIsReachableFromThisMachineOnly() {
        var settings = Settings.read(name -> null);

        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.dicomPort()).isEqualTo(11112);
        assertThat(settings.aeTitle()).isEqualTo("VOXRELAY");
        assertThat(settings.settle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.duplicates()).isEqualTo(DuplicatePolicy.KEEP);
        assertThat(settings.storage()).isEqualTo(new Storage(Durability.DURABLE, 256 << 20));
    }

    @Test
    void whatAnAnswerMeansIsChosenByName() {
        assertThat(Settings.read(Map.of("voxrelay.durability", "strict-index")::get)
                        .storage()
                        .durability())
                .isEqualTo(Durability.STRICT_INDEX);
        assertThat(Settings.read(Map.of("voxrelay.durability", "relaxed")::get)
                        .storage()
                        .syncs())
                .isFalse();
        assertThatThrownBy(() -> Settings.read(Map.of("voxrelay.durability", "none")::get))
                .hasMessageContaining("VOXRELAY_DURABILITY");
    }

    @Test
    void settingsAreTakenAsGiven() {
        var given = Map.of(
                "voxrelay.data", "/var/x/../y",
                "voxrelay.ae.title", " NODE 1 ",
                "voxrelay.settle.seconds", "0.5",
                "voxrelay.duplicates", "replace");

        var settings = Settings.read(given::get);

        assertThat(settings.dataDir()).isEqualTo(Path.of("/var/y"));
        assertThat(settings.aeTitle()).isEqualTo("NODE 1");
        assertThat(settings.settle()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.duplicates()).isEqualTo(DuplicatePolicy.REPLACE);
    }

    @Test
    void aValueThatIsNotUsableIsNamed() {
        assertThatThrownBy(() -> Settings.read(Map.of("voxrelay.dicom.port", "70000")::get))
                .hasMessageContaining("voxrelay.dicom.port must be from 0 to 65535");
        assertThatThrownBy(() -> Settings.read(Map.of("voxrelay.settle.seconds", "soon")::get))
                .hasMessageContaining("voxrelay.settle.seconds is not a number");
        assertThatThrownBy(() -> Settings.read(Map.of("voxrelay.ae.title", "FAR TOO LONG A TITLE")::get))
                .hasMessageContaining("VOXRELAY_AE_TITLE");
    }
}
