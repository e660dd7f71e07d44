"""Alembic's entry: runs migrations on the connection that `parley.backend.db` hands over."""

from alembic import context

from parley.backend.access import models as access_models
from parley.backend.agents import models as agents_models
from parley.backend.captions import models as captions_models
from parley.backend.db import Row
from parley.backend.meetings import models as meetings_models
from parley.backend.notes import models as notes_models
from parley.backend.sfu import models as sfu_models

# Imported so that their tables are known to the metadata.
TABLES = (access_models, agents_models, captions_models, meetings_models, notes_models, sfu_models)

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Row.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
