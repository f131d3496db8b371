package org.voxrelay.query;

import org.voxrelay.dicom.data.Attributes;

/**
 * What a C-FIND looks for (PS3.4 section C.2.2.2).
 *
 * @param keys matched where they have a value, and all of them returned
 * @param options how keys are matched
 */
public record Search(Level level, Attributes keys, MatchOptions options) {}
