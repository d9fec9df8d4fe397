"""A run is a folder with all that one training left behind. Nothing here imports torch until a model is asked for."""

from genmodels.runs.card import Card, write_card
from genmodels.runs.naming import command_line
from genmodels.runs.notes import Notes, OwnDirection
from genmodels.runs.run import Run
from genmodels.runs.status import ACTIVE, STATES, State, Status
from genmodels.runs.store import RunStore, default_root

__all__ = ["ACTIVE", "STATES", "Card", "Notes", "OwnDirection", "Run", "RunStore", "State", "Status", "command_line",
           "default_root", "write_card"]
