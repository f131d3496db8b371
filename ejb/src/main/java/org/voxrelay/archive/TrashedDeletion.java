package org.voxrelay.archive;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was deleted and can be taken back.
 *
 * @param series present unless a whole study was deleted
 * @param instance present if one instance was deleted
 * @param instances how many it holds
 * @param purgeAt when its bytes are given up
 */
public record TrashedDeletion(
        long pk,
        String study,
        Optional<String> series,
        Optional<String> instance,
        int instances,
        Instant deleted,
        Instant purgeAt) {}
