/**
 * The door by DIMSE: C-ECHO and C-STORE as a provider. Imports {@code dimse} and {@code ingest}. Read
 * {@link org.voxrelay.scp.StoreScp} first.
 */
package org.voxrelay.scp;
