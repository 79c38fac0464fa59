"""What a table of a practice gets besides its columns. Read by Alembic when it writes a revision, and by the law that checks the catalogue."""

from sqlalchemy import Table


def walls(table: Table) -> list[str]:
    """What a table gets besides its columns: its wall, and what the app role may not do to it."""
    lines = []
    if "platform" not in table.info:
        lines.append(f"select plumbline_wall('{table.name}', {seen_by(table)})")
    if updatable := table.info.get("updatable"):
        columns = ", ".join(f'"{name}"' for name in updatable)
        lines += [
            f'revoke update, delete on "{table.name}" from plumbline_app',
            f'grant update ({columns}) on "{table.name}" to plumbline_app',
        ]
    elif table.info.get("append_only"):
        lines.append(f'revoke update, delete on "{table.name}" from plumbline_app')
    if table.info.get("signed_by_reader"):
        lines.append(
            f'create policy signer on "{table.name}" as restrictive for insert with check (current_reader() is null or who_id = current_reader())'
        )
    return lines


def seen_by(table: Table) -> str:
    """What a reader from outside the practice sees of it. Who says nothing shows nothing."""
    for column in table.c:
        if column.info.get("shields"):
            parent = table.metadata.tables[column.info["refers_to"]]
            if parent.info.get("reader") == "self":
                return f"'own', '{column.name}'"
            return f"'through', '{column.name}', '{parent.name}'"
    return "'readers'" if "readers" in table.c else f"'{table.info.get('reader', 'closed')}'"  # self, open, letterbox
