package dev.gatehouse.sync;

import dev.gatehouse.platform.testing.MigrationContract;

@SyncTest
class MigrationTest extends MigrationContract {}
