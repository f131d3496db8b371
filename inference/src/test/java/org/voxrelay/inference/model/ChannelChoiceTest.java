package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.model.ChannelChoice.Series;
import org.voxrelay.inference.model.ModelPackage.Channel;

class ChannelChoiceTest {
    private static final List<Channel> PHASES = List.of(
            new Channel("arterial", "CT", Map.of("SeriesDescription", "(?i)arterial")),
            new Channel("portal", "CT", Map.of("SeriesDescription", "(?i)portal|venous")));

    @Test
    void phasesAreToldApartByTheirDescriptions() throws Exception {
        var study = List.of(
                series("1", "CT", "Abdomen Venous"),
                series("2", "SR", "Arterial report"),
                series("3", "CT", "ARTERIAL"));
        assertThat(ChannelChoice.choose(PHASES, study))
                .extracting(Series::seriesInstanceUid)
                .containsExactly("3", "1");
    }

    @Test
    void aMissingPhaseIsNamed() {
        assertThatThrownBy(() -> ChannelChoice.choose(PHASES, List.of(series("3", "CT", "arterial"))))
                .hasMessageContaining("no series for the model's channel 'portal'");
    }

    @Test
    void whatARuleDoesNotTellApartIsNotGuessed() {
        var study = List.of(series("1", "CT", "arterial thin"), series("2", "CT", "arterial thick"));
        assertThatThrownBy(() -> ChannelChoice.choose(PHASES, study)).hasMessageContaining("must tell them apart");
        assertThatThrownBy(() -> ChannelChoice.choose(List.of(new Channel("image", "CT", Map.of())), study))
                .hasMessageContaining("no rule");
    }

    private static Series series(String uid, String modality, String description) {
        return new Series(uid, Map.of("Modality", modality, "SeriesDescription", description));
    }
}
