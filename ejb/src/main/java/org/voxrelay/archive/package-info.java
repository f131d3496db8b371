/**
 * Keeps instances: their bytes in a log, their rows in the index, their metadata ready to be sent. Imports the
 * DICOM library, {@code db} and {@code config}; knows nothing of who sent an instance or who asks for it. Read
 * {@link org.voxrelay.archive.InstanceFiles} first, then {@link org.voxrelay.archive.Indexer}.
 */
package org.voxrelay.archive;
