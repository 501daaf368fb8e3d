"""Furniture of a strict house: an undefined template variable is a failure, not an empty string."""


class UndefinedTemplateVariable(Exception):
    pass


class UndefinedVariable(str):
    """Django formats `string_if_invalid` with the variable's name only when it contains %s."""

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, missing: object) -> str:
        raise UndefinedTemplateVariable(f"the template uses {missing}, which the view does not give")
