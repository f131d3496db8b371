/** The doors by HTTP; each is a package below. Imports Jakarta REST and the application. */
package org.voxrelay.web;
