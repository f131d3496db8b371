package org.voxrelay.dicom.derived;

import java.util.Optional;
import org.voxrelay.dicom.code.Code;

/**
 * What drew a segment or measured it (PS3.3 Table 10-19, PS3.16 TID 4019).
 *
 * @param family kind of algorithm (PS3.16 CID 7162)
 * @param source manufacturer or author, at most 64 characters
 * @param parameters settings that a person needs to judge the result
 */
public record Algorithm(
        String name, String version, Code family, Optional<String> source, Optional<String> parameters) {}
