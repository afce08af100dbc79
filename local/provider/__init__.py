"""A stand-in for the AWS provider plugin: it deploys Pulumi AWS programs to the emulator on this machine."""
