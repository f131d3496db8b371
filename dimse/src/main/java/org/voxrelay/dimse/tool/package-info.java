/**
 * Command-line tools: send files, check a node. Imports the packages above and the dicom module. Read
 * {@link org.voxrelay.dimse.tool.StoreScu} first.
 */
package org.voxrelay.dimse.tool;
