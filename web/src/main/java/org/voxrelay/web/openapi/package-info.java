/** The description of everything that answers over HTTP. Read {@link org.voxrelay.web.openapi.OpenApiServlet}. */
package org.voxrelay.web.openapi;
