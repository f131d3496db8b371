package org.voxrelay.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VRTest {
    @Test
    void everyVrIsFoundByItsCode() {
        assertThat(Arrays.stream(VR.values()))
                .allMatch(vr -> VR.of(vr.code().charAt(0), vr.code().charAt(1)).orElseThrow() == vr)
                .hasSize(34);
    }

    @Test
    void whatIsNoVrIsEmpty() {
        assertThat(VR.of('Z', 'Z')).isEmpty();
        assertThat(VR.of(0, 0)).isEmpty();
        assertThat(VR.of(-1, -1)).isEmpty();
    }

    /** PS3.5 Table 7.1-1. */
    @Test
    void theLongHeadersAreThoseOfTheStandard() {
        assertThat(Arrays.stream(VR.values()).filter(VR::hasLongHeader))
                .containsExactlyInAnyOrder(
                        VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.SQ, VR.SV, VR.UC, VR.UN, VR.UR, VR.UT, VR.UV);
    }

    @Test
    void paddingIsASpaceForTextAndNullForUidsAndBytes() {
        assertThat(VR.LO.padding()).isEqualTo((byte) ' ');
        assertThat(VR.UI.padding()).isZero();
        assertThat(VR.OB.padding()).isZero();
    }
}
