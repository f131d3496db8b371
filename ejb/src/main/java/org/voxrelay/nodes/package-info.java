/**
 * The other DICOM nodes that this server knows, what each may do, and the messages that still have to reach them. Imports
 * {@code config}, {@code db} and {@code dicom}; knows no protocol. Read {@link org.voxrelay.nodes.Node} first.
 */
package org.voxrelay.nodes;
