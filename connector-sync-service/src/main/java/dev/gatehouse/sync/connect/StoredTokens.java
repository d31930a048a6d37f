package dev.gatehouse.sync.connect;

import dev.gatehouse.sync.oauth.TokenSource;
import dev.gatehouse.sync.oauth.Tokens;

/** Tokens, and how to get the next ones; only ever stored as ciphertext. */
record StoredTokens(TokenSource source, Tokens tokens) {}
