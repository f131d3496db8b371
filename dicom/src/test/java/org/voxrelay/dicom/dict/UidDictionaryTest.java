package org.voxrelay.dicom.dict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidDictionaryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.CTImageStorage,
                UID.SegmentationStorage,
                UID.Comprehensive3DSRStorage,
                UID.DigitalXRayImageStorageForPresentation,
                UID.HangingProtocolStorage,
                "1.2.840.10008.5.1.4.1.1.5", // Nuclear Medicine Image Storage, retired
            })
    void storageClassesAreStorage(String uid) {
        assertThat(UidDictionary.isStorageSopClass(uid)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UID.Verification,
                UID.StorageCommitmentPushModel,
                UID.StorageCommitmentPushModelInstance,
                UID.MediaStorageDirectoryStorage,
                "1.2.840.10008.4.2", // Storage Service Class
                UID.StudyRootQueryRetrieveInformationModelFind,
                "1.2.3"
            })
    void othersAreNot(String uid) {
        assertThat(UidDictionary.isStorageSopClass(uid)).isFalse();
    }

    @Test
    void namesAreThoseOfTheStandard() {
        assertThat(UidDictionary.nameOf(UID.CTImageStorage)).isEqualTo("CT Image Storage");
        assertThat(UidDictionary.nameOf("1.2.3")).isEqualTo("1.2.3");
    }

    @Test
    void thereAreMoreThanAHundredAndFortyStorageClasses() {
        assertThat(UidDictionary.storageSopClasses()).hasSizeGreaterThan(140);
    }
}
