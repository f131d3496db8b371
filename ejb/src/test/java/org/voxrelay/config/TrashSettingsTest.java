package org.voxrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.config.TrashSettings.Deleting;

class TrashSettingsTest {
    private static TrashSettings read(String... namesAndValues) {
        var values = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("voxrelay." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return TrashSettings.read(Map.copyOf(values)::get);
    }

    @Test
    void onTheMachineItselfDeletingIsAllowedAndKeptForAWeek() {
        assertThat(read()).isEqualTo(new TrashSettings(Deleting.TRASH, Duration.ofDays(7)));
        assertThat(read("delete", "off").deleting()).isEqualTo(Deleting.OFF);
        assertThat(read("trash.days", "0.5").retention()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void whereOthersReachTheServerItTakesARoleUnlessSomebodySaysOtherwise() {
        assertThat(read("bind", "0.0.0.0").deleting()).isEqualTo(Deleting.ROLE);
        assertThat(read("bind", "0.0.0.0", "delete", "trash").deleting()).isEqualTo(Deleting.TRASH);
    }

    @Test
    void aWrongValueIsNamed() {
        assertThatThrownBy(() -> read("delete", "yes")).hasMessageContaining("VOXRELAY_DELETE");
        assertThatThrownBy(() -> read("trash.days", "-1")).hasMessageContaining("trash.days");
    }
}
