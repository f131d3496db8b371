/** Tests: children that crash, hang and flood for real. */
package org.voxrelay.worker;
