@org.jspecify.annotations.NullMarked
package dev.gatehouse.auth;
