/** The launcher as a client of the services' own APIs. */
@NullMarked
package dev.gatehouse.launcher.api;

import org.jspecify.annotations.NullMarked;
