package dev.gatehouse.sync;

import dev.gatehouse.platform.testing.ServiceContract;

@SyncTest
class SyncContractTest extends ServiceContract {}
