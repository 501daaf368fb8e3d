"""How the state of a cooperation contract looks, the same on every page."""

from qosqanat.partners.enums import AgreementState

TONES = {
    AgreementState.ACTIVE: "qq-good",
    AgreementState.ENDING: "qq-late",
    AgreementState.EXPIRED: "qq-bad",
    AgreementState.UNSIGNED: "qq-bad",
    AgreementState.OPEN: "",
}
