"""Universities, their units, the people, their accounts and roles, and what they did."""

from .account import Account
from .act import Act
from .person import Person
from .role import Deputy, Role
from .token import Token
from .unit import Unit
from .view import SavedView
from .word import Word

__all__ = ["Account", "Act", "Deputy", "Person", "Role", "SavedView", "Token", "Unit", "Word"]
