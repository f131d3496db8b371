package org.voxrelay.dicom.derived;

import org.voxrelay.dicom.data.Uid;

/**
 * The device that makes derived objects (PS3.3 C.7.5.2, Enhanced General Equipment; PS3.16 TID 1004).
 *
 * @param deviceUid the same for all objects of one installation
 */
public record Equipment(
        String manufacturer, String modelName, String serialNumber, String softwareVersion, Uid deviceUid) {}
