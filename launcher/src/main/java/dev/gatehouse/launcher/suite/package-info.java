/** The parts of a local run as processes: started, adopted, watched and stopped. */
@NullMarked
package dev.gatehouse.launcher.suite;

import org.jspecify.annotations.NullMarked;
