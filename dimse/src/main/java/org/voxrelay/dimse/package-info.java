/**
 * DICOM over TCP: associations (PS3.8) and the DIMSE services in both roles (PS3.7, PS3.4): C-ECHO, C-STORE, C-FIND, C-GET,
 * C-MOVE and the N-services. Imports the dicom module and the JDK. Read {@link org.voxrelay.dimse.ApplicationEntity} and
 * {@link org.voxrelay.dimse.DimseServer} (acceptor), or {@link org.voxrelay.dimse.AssociationRequest} and
 * {@link org.voxrelay.dimse.Association} (requester) first; inside, {@link org.voxrelay.dimse.Dialogue}.
 */
package org.voxrelay.dimse;
