/** Tests of {@code org.voxrelay.web.dicomweb}. */
package org.voxrelay.web.dicomweb;
