package org.voxrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrashSettingsTest {
    private static TrashSettings read(String... namesAndValues) {
        var values = new java.util.HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("voxrelay." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return TrashSettings.read(Map.copyOf(values)::get);
    }

    @Test
    void onTheMachineItselfDeletingIsAllowedAndKeptForAWeek() {
        assertThat(read()).isEqualTo(new TrashSettings(true, Duration.ofDays(7)));
        assertThat(read("delete", "off").deletes()).isFalse();
        assertThat(read("trash.days", "0.5").retention()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void whereOthersReachTheServerItIsAllowedOnlyWhenSomebodySaysSo() {
        assertThat(read("bind", "0.0.0.0").deletes()).isFalse();
        assertThat(read("bind", "0.0.0.0", "delete", "trash").deletes()).isTrue();
    }

    @Test
    void aWrongValueIsNamed() {
        assertThatThrownBy(() -> read("delete", "yes")).hasMessageContaining("VOXRELAY_DELETE");
        assertThatThrownBy(() -> read("trash.days", "-1")).hasMessageContaining("trash.days");
    }
}
