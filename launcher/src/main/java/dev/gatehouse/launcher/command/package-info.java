/** The commands of the {@code gatehouse} script. */
@NullMarked
package dev.gatehouse.launcher.command;

import org.jspecify.annotations.NullMarked;
