/**
 * Media types of the Accept header and query parameter, and the choice among what can be sent (PS3.18 section 8.7). Imports
 * nothing of ours but {@code problem}. Read {@link org.voxrelay.web.media.Accept} first.
 */
package org.voxrelay.web.media;
