/** The data folder of a local run: layout, lock, version, secrets, state. */
@NullMarked
package dev.gatehouse.launcher.data;

import org.jspecify.annotations.NullMarked;
