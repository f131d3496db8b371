package org.voxrelay.dicom.io;

import org.voxrelay.dicom.data.Attributes;
import org.voxrelay.dicom.data.Uid;
import org.voxrelay.dicom.data.VR;
import org.voxrelay.dicom.dict.Tag;

/** Builds the File Meta Information of files that this software writes (PS3.10 section 7.1). */
public final class FileMetaInformation {
    public static final String IMPLEMENTATION_CLASS_UID = "2.25.205340316450396163949586120493470617361";
    public static final String IMPLEMENTATION_VERSION_NAME = "VOXRELAY_0.1";

    private FileMetaInformation() {}

    /** @return group 0002 without its length, which the writer counts */
    public static Attributes of(Uid sopClass, Uid sopInstance, String transferSyntaxUid) {
        return new Attributes()
                .setBytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1})
                .setString(Tag.MediaStorageSOPClassUID, VR.UI, sopClass.value())
                .setString(Tag.MediaStorageSOPInstanceUID, VR.UI, sopInstance.value())
                .setString(Tag.TransferSyntaxUID, VR.UI, transferSyntaxUid)
                .setString(Tag.ImplementationClassUID, VR.UI, IMPLEMENTATION_CLASS_UID)
                .setString(Tag.ImplementationVersionName, VR.SH, IMPLEMENTATION_VERSION_NAME);
    }
}
