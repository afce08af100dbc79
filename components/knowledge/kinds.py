"""The three kinds of API that API Gateway has. Pure: no Pulumi resource."""

from enum import Enum


class Kind(Enum):
    """A kind of API."""

    HTTP = "HTTP"
    REST = "REST"
    WEBSOCKET = "WEBSOCKET"

    @property
    def component(self) -> str:
        """The component that builds this kind, such as `RestApi`."""
        return {"HTTP": "HttpApi", "REST": "RestApi", "WEBSOCKET": "WebSocketApi"}[self.value]

    @property
    def title(self) -> str:
        """The kind as AWS writes it, such as `WebSocket API`."""
        return {"HTTP": "HTTP API", "REST": "REST API", "WEBSOCKET": "WebSocket API"}[self.value]

    @property
    def noun(self) -> str:
        """The kind with its article, such as `an HTTP API`."""
        return f"an {self.title}" if self is Kind.HTTP else f"a {self.title}"
