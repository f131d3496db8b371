/**
 * DICOM over TCP: associations (PS3.8) and the services C-ECHO and C-STORE in both roles (PS3.7, PS3.4). Imports the
 * dicom module and the JDK. Read {@link org.voxrelay.dimse.DimseServer} (acceptor) and
 * {@link org.voxrelay.dimse.AssociationRequest} (requester) first.
 */
package org.voxrelay.dimse;
