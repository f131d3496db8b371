/** Tests of {@code org.voxrelay.picture}. */
package org.voxrelay.picture;
