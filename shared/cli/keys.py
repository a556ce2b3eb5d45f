"""`connectorsmith keys`: make, list and revoke API keys."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from shared.bootstrap.keys import access_of_folder, access_of_table
from shared.domain.principal import Principal
from shared.services.access import Access


def run(options: Namespace) -> int:
    """Do what the command line asks for, on a folder or a table."""
    with access_of_table(options.table) if options.table else access_of_folder(Path(options.data)) as access:
        {"create": _create, "list": _list, "revoke": _revoke}[options.action](access, options)
    return 0


def _create(access: Access, options: Namespace) -> None:
    principal = Principal(tenant=options.tenant, subject=options.subject, scopes=frozenset(options.scope or ["*"]))
    key, secret = access.create(principal, options.label)
    sys.stderr.write(f"key {key.id} of {options.tenant}/{options.subject}; its secret is not kept, note it now:\n")
    sys.stdout.write(secret + os.linesep)


def _list(access: Access, _options: Namespace) -> None:
    for key in access.list():
        state = "revoked" if key.revoked else "active"
        owner = f"{key.principal.tenant}/{key.principal.subject}"
        sys.stdout.write(f"{key.id}  {key.created:%Y-%m-%d %H:%M}  {state:7}  {owner}  {key.label}\n")


def _revoke(access: Access, options: Namespace) -> None:
    access.revoke(options.key_id)
    sys.stdout.write(f"key {options.key_id} is revoked\n")
