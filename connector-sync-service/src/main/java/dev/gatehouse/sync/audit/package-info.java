/** Records of what this service did. */
@NullMarked
package dev.gatehouse.sync.audit;

import org.jspecify.annotations.NullMarked;
