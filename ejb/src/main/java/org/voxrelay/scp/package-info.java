/**
 * The doors by DIMSE: what this server does as a provider of C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET and storage commitment,
 * and whom it lets in. Imports {@code dimse}, {@code nodes} and the services. Read {@link org.voxrelay.scp.StoreScp} first.
 */
package org.voxrelay.scp;
