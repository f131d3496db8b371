/**
 * Our own interface for pages and scripts: jobs and what the server is. Read {@link org.voxrelay.web.api.JobsResource}
 * first.
 */
package org.voxrelay.web.api;
