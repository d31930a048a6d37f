/**
 * The stdio-runner: starts the programs that an operator has allowed and serves each as Streamable
 * HTTP to gateway and sync alone. It holds no credential but its own token.
 */
@NullMarked
package dev.gatehouse.launcher.stdio;

import org.jspecify.annotations.NullMarked;
