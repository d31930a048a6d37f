package dev.gatehouse.registry;

import dev.gatehouse.platform.testing.ServiceContract;

@RegistryTest
class RegistryContractTest extends ServiceContract {}
