package org.voxrelay.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.voxrelay.dicom.data.VR;

class ElementDictionaryTest {
    @Test
    void keywordAndTagLeadToEachOther() {
        assertThat(ElementDictionary.tagOf("PatientName")).hasValue(Tag.PatientName);
        assertThat(ElementDictionary.keywordOf(Tag.PatientName)).contains("PatientName");
        assertThat(ElementDictionary.tagOf("NoSuchKeyword")).isEmpty();
    }

    @Test
    void theGroupsOfCommandsAndFileMetaInformationAreThere() {
        assertThat(ElementDictionary.vrOf(Tag.AffectedSOPClassUID)).isEqualTo(VR.UI);
        assertThat(ElementDictionary.vrOf(Tag.TransferSyntaxUID)).isEqualTo(VR.UI);
    }

    @Test
    void repeatingGroupsAreResolved() {
        assertThat(ElementDictionary.keywordOf(0x60020010)).contains("OverlayRows");
        assertThat(ElementDictionary.vrOf(0x601E3000)).isEqualTo(VR.OW);
        assertThat(ElementDictionary.tagOf("OverlayRows")).hasValue(0x60000010);
    }

    @Test
    void pixelDataIsNotTakenForARepeatingGroup() {
        assertThat(ElementDictionary.keywordOf(Tag.PixelData)).contains("PixelData");
    }

    @Test
    void privateTagsHaveNoEntryButTheirCreatorsHaveAVr() {
        assertThat(ElementDictionary.find(0x00091001)).isEmpty();
        assertThat(ElementDictionary.vrOf(0x00091001)).isEqualTo(VR.UN);
        assertThat(ElementDictionary.vrOf(0x00090010)).isEqualTo(VR.LO);
        assertThat(ElementDictionary.vrOf(0x00080000)).isEqualTo(VR.UL);
    }

    @Test
    void theEntryHoldsMultiplicityAndRetirement() {
        ElementDictionary.Entry pixelSpacing =
                ElementDictionary.find(Tag.PixelSpacing).orElseThrow();
        assertThat(pixelSpacing.vm()).isEqualTo("2");
        assertThat(pixelSpacing.retired()).isFalse();
        assertThat(ElementDictionary.find(Tag.SmallestImagePixelValue)
                        .orElseThrow()
                        .vrs())
                .containsExactly(VR.US, VR.SS);
        assertThat(ElementDictionary.vrOf(Tag.LUTData)).isEqualTo(VR.OW);
    }
}
