package dev.gatehouse.gateway;

import dev.gatehouse.platform.testing.ServiceContract;

@GatewayTest
class GatewayContractTest extends ServiceContract {}
