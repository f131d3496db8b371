/**
 * People who may do what not everybody may. WildFly checks who they are; this package writes what it reads. Imports nothing of
 * the application. Begin with {@link org.voxrelay.users.Users}.
 */
package org.voxrelay.users;
