"""What every part of a REST API belongs to."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class Place:
    """What every part of a REST API belongs to."""

    name: str
    """Name of the component, with which the names of its parts begin."""
    api: aws.apigateway.RestApi
    parent: pulumi.Resource
    binary: bool = False
    """Whether the API has binary media types, so that a template must have its text made of bytes first."""

    @property
    def options(self) -> pulumi.ResourceOptions:
        """The options of a part that waits for nothing but what it uses."""
        return pulumi.ResourceOptions(parent=self.parent)

    def options_of_the_only_one(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        """The options of a part that has no identifier of its own, such as the integration of a method.

        Its replacement stands in the same place. Made first, as Pulumi does by default, it would be refused, or be what
        the deletion of the old one deletes.
        """
        return pulumi.ResourceOptions(parent=self.parent, depends_on=[*after], delete_before_replace=True)
