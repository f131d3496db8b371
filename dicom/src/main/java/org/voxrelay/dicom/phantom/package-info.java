/**
 * A CT of a body that is made, not measured: a known truth at every voxel, any orientation, and the faults that real
 * series have. For tests and the demo. Imports {@code data}, {@code dict}, {@code io} and {@code geometry}. Read
 * {@link org.voxrelay.dicom.phantom.CtPhantom} first.
 */
package org.voxrelay.dicom.phantom;
