"""Runs migrations on the connection that `solieu.db.revisions` hands over.

Alembic loads this file by its path, hence the absolute imports.
"""

from alembic import context
from solieu.db.revisions import VERSION_TABLE
from solieu.db.tables import metadata
from solieu.db.views import create_views, drop_views

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    connection = context.get_bind()
    drop_views(connection)  # a table that a view reads can hardly be altered
    context.run_migrations()
    if context.get_context().get_current_revision() == context.get_head_revision():
        create_views(connection)
