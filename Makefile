# Thin layers over local/pulumi, so that each can be run by hand. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup up test check preview new-stack costs report outputs token down rules audit bench lock

PYTHON ?= python3
STACK ?= local
SCOPES ?= orders/read
RUN := PYTHONPATH=.:policies .venv/bin/python
PACK := PYTHONPATH=policies .venv/bin/python -m gateway_policies
POLICIES = --policy-pack policies --policy-pack-config policies/enforcement/$(STACK).json

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: .venv/installed ## the Python packages, in .venv

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: $(PYTHON) is older than Python 3.11: name a newer one, as in make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Installing the Python packages into .venv (once; about half a minute)" >&2
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

up: setup ## deploy the local stack, policies enforced, and show requests to try
	@$(RUN) -m local.services start
	@local/pulumi up --stack local --yes --suppress-outputs $(POLICIES)
	@$(RUN) -m local.requests_to_try

test: setup ## format, lint, types, and all tests
	@$(MAKE) --no-print-directory check
	@$(RUN) -m local.engine
	@.venv/bin/pytest --numprocesses auto --dist loadgroup

check: setup
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/basedpyright

preview: setup ## preview a stack with its policies, offline: make preview STACK=dev
	@test -f stacks/Pulumi.$(STACK).yaml || { echo "error: there is no stacks/Pulumi.$(STACK).yaml. Stacks are:" \
		"$(patsubst stacks/Pulumi.%.yaml,%,$(wildcard stacks/Pulumi.*.yaml))" >&2; exit 1; }
	@local/pulumi preview --stack $(STACK) $(POLICIES)

new-stack: setup ## settings and enforcement of a further stack, previewed: make new-stack NAME=qa [LIKE=dev]
	@$(RUN) -m local.new_stack "$(NAME)" $(if $(LIKE),--like "$(LIKE)")
	@$(MAKE) --no-print-directory preview STACK="$(NAME)"

costs: setup ## what a stack costs a month, by API and item, from the traffic it expects: make costs STACK=prod
	@$(RUN) -m report.costs --stack $(STACK)

report: setup ## a stack as one HTML page: routes, policies, limits, costs: make report STACK=prod
	@$(RUN) -m report --stack $(STACK)

outputs: setup ## the outputs of the local stack as JSON
	@$(RUN) -m local.outputs

token: setup ## a token of the local stack: make token SCOPES="orders/write", or make token FOR=ann for payments and notifications
	@$(RUN) -m local.token $(if $(FOR),--for "$(FOR)",--scopes "$(SCOPES)")

down: setup ## destroy the local stack and stop the emulator
	@local/pulumi destroy --stack local --yes
	@$(RUN) -m local.services stop
	@$(RUN) -m local.emulator forget

rules: setup ## the policy catalogue as JSON, or what covers a control: make rules CONTROL=CKV_AWS_309
	@$(PACK).rules $(if $(CONTROL),--control "$(CONTROL)")

audit: setup ## judge a stack export or preview JSON: make audit FILE=state.json [ENFORCEMENT=file] [FORMAT=text or sarif]
	@$(PACK).audit $(if $(ENFORCEMENT),--enforcement $(ENFORCEMENT)) $(if $(FORMAT),--format $(FORMAT)) $(FILE)

.PHONY: policy-docs
policy-docs: setup ## docs/policies.md, from the policy catalogue
	@$(PACK).outputs.catalogue_page

bench: setup ## the benchmarks, as ratios measured side by side
	@$(RUN) -m benchmarks

lock: ## requirements.txt, from the versions in pyproject.toml (needs uv)
	uv pip compile --quiet pyproject.toml --group policies --group local --group report --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.txt
