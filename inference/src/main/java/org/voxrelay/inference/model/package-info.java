/**
 * Model packages: the folder {@code models/<name>/<version>/} with its {@code model.json}, which holds every number of a
 * model, so that the code holds none. Imports the JDK and Jackson. Read {@link org.voxrelay.inference.model.ModelPackage}
 * first.
 */
package org.voxrelay.inference.model;
