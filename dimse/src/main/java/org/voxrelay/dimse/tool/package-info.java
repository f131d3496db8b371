/**
 * Command-line tools: send files, ask for and retrieve them, check a node. Imports the packages above and the dicom module. Read
 * {@link org.voxrelay.dimse.tool.StoreScu} first.
 */
package org.voxrelay.dimse.tool;
