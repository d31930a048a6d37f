/** The edge proxy: everything that a person or a client sees, under one origin. */
@NullMarked
package dev.gatehouse.launcher.edge;

import org.jspecify.annotations.NullMarked;
