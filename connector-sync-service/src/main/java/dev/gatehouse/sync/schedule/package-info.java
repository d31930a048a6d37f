/** Which connectors there are, when each is due, and who has it at the moment. */
@NullMarked
package dev.gatehouse.sync.schedule;

import org.jspecify.annotations.NullMarked;
