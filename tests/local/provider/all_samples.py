"""The samples of all types."""

from tests.local.provider.balancer_samples import BALANCER_SAMPLES
from tests.local.provider.domain_samples import DOMAIN_SAMPLES
from tests.local.provider.gateway_samples import GATEWAY_SAMPLES
from tests.local.provider.messaging_samples import MESSAGING_SAMPLES
from tests.local.provider.network_samples import NETWORK_SAMPLES
from tests.local.provider.protection_samples import PROTECTION_SAMPLES
from tests.local.provider.resource_samples import RESOURCE_SAMPLES
from tests.local.provider.rest_samples import REST_SAMPLES
from tests.local.provider.service_samples import SERVICE_SAMPLES

SAMPLES = [
    *BALANCER_SAMPLES,
    *DOMAIN_SAMPLES,
    *GATEWAY_SAMPLES,
    *MESSAGING_SAMPLES,
    *NETWORK_SAMPLES,
    *PROTECTION_SAMPLES,
    *RESOURCE_SAMPLES,
    *REST_SAMPLES,
    *SERVICE_SAMPLES,
]
