package dev.gatehouse.auth;

import dev.gatehouse.platform.testing.MigrationContract;

@AuthTest
class MigrationTest extends MigrationContract {}
