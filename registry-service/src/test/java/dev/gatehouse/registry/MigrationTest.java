package dev.gatehouse.registry;

import dev.gatehouse.platform.testing.MigrationContract;

@RegistryTest
class MigrationTest extends MigrationContract {}
