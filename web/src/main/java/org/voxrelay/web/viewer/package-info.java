/**
 * The OHIF viewer at {@code /ohif/}: somebody else's files, which the build takes and patches ({@code web/ohif}), and our
 * configuration of it. Imports Jakarta Servlet and {@code config}. Read {@link org.voxrelay.web.viewer.ViewerServlet} first.
 */
package org.voxrelay.web.viewer;
