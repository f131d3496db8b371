/** Tests of {@code org.voxrelay.web.media}. */
package org.voxrelay.web.media;
