/**
 * What this server asks and tells other nodes: C-ECHO, results of storage commitment, availability of instances. Imports
 * {@code dimse}, {@code nodes} and {@code archive}. Read {@link org.voxrelay.scu.Postman} first.
 */
package org.voxrelay.scu;
