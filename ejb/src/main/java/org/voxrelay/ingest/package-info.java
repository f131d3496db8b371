/**
 * The one door for instances: C-STORE, STOW-RS and our own results end in {@link org.voxrelay.ingest.Ingest#receive}. Imports
 * the DICOM library, {@code archive} and {@code config}; knows no protocol. Read {@link org.voxrelay.ingest.Ingest} first.
 */
package org.voxrelay.ingest;
