/**
 * Puts the server together, starts it in order and stops it in reverse. The only package that knows all others. Read
 * {@link org.voxrelay.startup.Components} first.
 */
package org.voxrelay.startup;
