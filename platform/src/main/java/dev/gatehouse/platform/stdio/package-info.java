/** How services reach the process that runs stdio servers for them. */
@NullMarked
package dev.gatehouse.platform.stdio;

import org.jspecify.annotations.NullMarked;
