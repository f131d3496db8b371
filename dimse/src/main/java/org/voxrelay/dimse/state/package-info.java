/**
 * The state machine of the DICOM upper layer (PS3.8 section 9.2) as data. Imports nothing. Read
 * {@link org.voxrelay.dimse.state.StateTable} first.
 */
package org.voxrelay.dimse.state;
