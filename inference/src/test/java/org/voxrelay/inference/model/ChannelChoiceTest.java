package org.voxrelay.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.voxrelay.inference.model.ChannelChoice.Result.Complete;
import org.voxrelay.inference.model.ChannelChoice.Result.Missing;
import org.voxrelay.inference.model.ChannelChoice.Result.Unclear;
import org.voxrelay.inference.model.ChannelChoice.Series;
import org.voxrelay.inference.model.ModelPackage.Channel;

class ChannelChoiceTest {
    private static final List<Channel> PHASES = List.of(
            new Channel("arterial", "CT", Map.of("SeriesDescription", "(?i)arterial")),
            new Channel("portal", "CT", Map.of("SeriesDescription", "(?i)portal|venous")));

    @Test
    void phasesAreToldApartByTheirDescriptions() {
        var study = List.of(
                series("1", "CT", "Abdomen Venous"),
                series("2", "SR", "Arterial report"),
                series("3", "CT", "ARTERIAL"));
        assertThat(choose(PHASES, study)).isEqualTo(new Complete(List.of(study.get(2), study.get(0))));
    }

    @Test
    void aMissingPhaseIsNamed() {
        var arterial = series("3", "CT", "arterial");
        var missing = (Missing) choose(PHASES, List.of(arterial));
        assertThat(missing.found()).containsExactly(arterial);
        assertThat(missing.why())
                .isEqualTo("The study has no series for the model's channel 'portal'"
                        + " (CT, {SeriesDescription=(?i)portal|venous}).");
    }

    @Test
    void whatARuleDoesNotTellApartIsNotGuessed() {
        var study = List.of(series("1", "CT", "arterial thin"), series("2", "CT", "arterial thick"));
        var unclear = (Unclear) choose(PHASES, study);
        assertThat(unclear.candidates()).isEqualTo(study);
        assertThat(unclear.why()).contains("2 series", "'arterial'", "must tell them apart");
        assertThat(((Unclear) choose(List.of(new Channel("image", "CT", Map.of())), study)).why())
                .contains("no rule");
    }

    @Test
    void aSeriesThatSomebodyNamesIsTakenAmongSeveral() {
        var study = List.of(
                series("1", "CT", "arterial thin"), series("2", "CT", "arterial thick"), series("3", "CT", "venous"));
        assertThat(ChannelChoice.choose(PHASES, study, Optional.of("2"))).isEqualTo(new Complete(study.subList(1, 3)));
        assertThat(ChannelChoice.choose(PHASES, study, Optional.of("3"))).isInstanceOf(Unclear.class);
    }

    @Test
    void aNamedSeriesThatIsNoChannelIsRefused() {
        var study = List.of(series("1", "CT", "arterial"), series("2", "CT", "scout"), series("3", "CT", "venous"));
        assertThat(((Unclear) ChannelChoice.choose(PHASES, study, Optional.of("2"))).why())
                .contains("none of the model's channels", "'arterial'", "'portal'");
    }

    @Test
    void aSeriesThatOnlyOneChannelCanBeIsLeftToIt() {
        var channels = List.of(
                new Channel("t1", "MR", Map.of("SeriesDescription", "T1")),
                new Channel("t1c", "MR", Map.of("SeriesDescription", "T1.*contrast")));
        var study = List.of(series("1", "MR", "T1 with contrast"), series("2", "MR", "T1"));
        assertThat(choose(channels, study)).isEqualTo(new Complete(List.of(study.get(1), study.get(0))));
        assertThat(((Missing) choose(channels, study.subList(1, 2))).why()).contains("'t1c'");
        assertThat(choose(channels, List.of())).isInstanceOf(Missing.class);
    }

    private static ChannelChoice.Result choose(List<Channel> channels, List<Series> study) {
        return ChannelChoice.choose(channels, study, Optional.empty());
    }

    private static Series series(String uid, String modality, String description) {
        return new Series(uid, Map.of("Modality", modality, "SeriesDescription", description));
    }
}
