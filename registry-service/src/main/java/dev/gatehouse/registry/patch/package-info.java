/** JSON Merge Patch. */
@NullMarked
package dev.gatehouse.registry.patch;

import org.jspecify.annotations.NullMarked;
