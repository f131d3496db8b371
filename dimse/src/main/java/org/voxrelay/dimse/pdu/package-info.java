/**
 * The protocol data units of the upper layer as records, and their bytes (PS3.8 section 9.3, PS3.7 Annex D). Imports the
 * JDK only. Read {@link org.voxrelay.dimse.pdu.Pdu} first.
 */
package org.voxrelay.dimse.pdu;
