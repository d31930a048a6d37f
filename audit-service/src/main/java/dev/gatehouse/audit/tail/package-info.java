/** Records in the order in which they were added, for whoever follows the trail. */
@NullMarked
package dev.gatehouse.audit.tail;

import org.jspecify.annotations.NullMarked;
