/** People: accounts, sign-in, browser sessions, own password. */
@NullMarked
package dev.gatehouse.auth.login;

import org.jspecify.annotations.NullMarked;
