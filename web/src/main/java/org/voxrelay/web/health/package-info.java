/** Whether the server serves, for load balancers and start scripts. Read {@link org.voxrelay.web.health.HealthResource}. */
package org.voxrelay.web.health;
