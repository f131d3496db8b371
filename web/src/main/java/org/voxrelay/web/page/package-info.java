/** What our own pages need besides their files. Imports Jakarta Servlet. */
package org.voxrelay.web.page;
