/**
 * How browsers of other origins, and clients that take compressed answers, reach everything else. Imports nothing of ours but
 * {@code media}. Read {@link org.voxrelay.web.access.CorsFilter} first.
 */
package org.voxrelay.web.access;
