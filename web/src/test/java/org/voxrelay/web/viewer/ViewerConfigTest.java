package org.voxrelay.web.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.voxrelay.web.viewer.ViewerSettings.SegmentationForm;

class ViewerConfigTest {
    @Test
    void segmentationsAreStoredAsOthersReadThemUnlessLabelMapsAreWanted() {
        assertThat(ViewerConfig.script("PACS", form(Map.of()))).contains("\"bitmap\"", "\"1.2.840.10008.1.2.1\"");
        assertThat(ViewerConfig.script("PACS", form(Map.of("voxrelay.ohif.segmentation", "labelmap"))))
                .contains("\"labelmap\"", "\"1.2.840.10008.1.2.5\"");
    }

    @Test
    void aFormThatIsNoneIsNamed() {
        assertThatThrownBy(() -> form(Map.of("voxrelay.ohif.segmentation", "contour")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VOXRELAY_OHIF_SEGMENTATION")
                .hasMessageContaining("contour");
    }

    @Test
    void aTitleCannotLeaveItsString() {
        assertThat(ViewerConfig.script("A\"};alert(1)//", SegmentationForm.BINARY))
                .contains("\"A\\\"};alert(1)//\"");
    }

    private static SegmentationForm form(Map<String, String> settings) {
        return ViewerSettings.read(settings::get).segmentation();
    }
}
