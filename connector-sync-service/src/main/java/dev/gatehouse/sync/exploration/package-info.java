/** What an upstream has: asked for, sifted, with a hash of each definition. */
@NullMarked
package dev.gatehouse.sync.exploration;

import org.jspecify.annotations.NullMarked;
