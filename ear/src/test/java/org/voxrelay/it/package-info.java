/**
 * Tests that need the whole server: started by the script {@code run}, or by Arquillian for those that look inside. May
 * import everything; peers' programs come from {@code org.voxrelay.peers}. Read {@link org.voxrelay.it.RunningServer}
 * first.
 */
package org.voxrelay.it;
