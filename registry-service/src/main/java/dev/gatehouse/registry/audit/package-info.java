/** Who changed what: a record for each change, in the transaction of the change. */
@NullMarked
package dev.gatehouse.registry.audit;

import org.jspecify.annotations.NullMarked;
