"""What Excel, Google Sheets, LibreOffice and WPS put on the clipboard, in both flavours, is read alike."""

from pathlib import Path

import pytest

from qosqanat.regulation import marks
from qosqanat.spreadsheets import clipboard
from qosqanat.spreadsheets.clipboard import Block

FOLDER = Path(__file__).parent / "clipboard"
LISTED = {
    "excel-column": Block([["3,5"], ["н/б"], ["0"]]),
    "excel-block": Block([["5", "4,25", ""], ["", "жоқ", "2"]]),
    "excel-merged-headers": Block(
        [["3", "2,5", "н/б"], ["1", "2", "3"]],
        ["Айдынұлы Шыңғыс", "Ілиясова Әлия Қанатқызы"],
        2,
        ("5", "6", "7"),
    ),
    "excel-text-only": Block([["3", "екі жол"], ["2,5", "1"]]),
    "excel-2003-exact": Block([["3.5", "2"], ["1,33", "ex"]]),
    "google-block": Block([["3.5", "н/б"], ["0", ""], ["", "5"]]),
    "google-rounded": Block([["3.5"], ["3"], ["2,67"]]),
    "google-names": Block(
        [["2", "1"], ["3", "қ"]], ["Юсупов Тимур Рустамович", "Айдынұлы Шыңғыс"], 1, ("Т6", "Т7")
    ),
    "libreoffice-block": Block([["3.5", "н/б"], ["0", "2.25"], ["", "5"]]),
    "libreoffice-date": Block([["03.05.26"], ["3"]]),
    "libreoffice-merged-rows": Block([["9.5", "10"]], ["Ілиясова Ә.Қ."], 2, ("БӨЖ-1", "БӨЖ-2")),
    "wps-block": Block([["4", "себепті"], ["3.5", ""]]),
    "wps-merged": Block([["5", "4.5"]], None, 1, ("Практика, 6–7 апта", "")),
    "page-of-qosqanat": Block(
        [["2,5"], ["н/б"]], ["1. Айдынұлы Шыңғыс", "2. Ілиясова Әлия Қанатқызы"], 1, ("Т1 3",)
    ),
    "mail-words": Block([["3"], ["4"]]),
}
# what the program shows is all that plain text carries: rounded numbers stay rounded there
ROUNDED = {"excel-2003-exact", "google-rounded", "libreoffice-block"}


def flavour(name: str, kind: str) -> str:
    file = FOLDER / f"{name}.{kind}"
    return file.read_bytes().decode() if file.exists() else ""


def parsed(block: Block) -> list[list[object]]:
    return [
        [marks.parse(text) if text and text != "екі жол" and text != "03.05.26" else text for text in row]
        for row in block.values
    ]


def test_every_fixture_is_listed() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(LISTED)
    assert len(LISTED) >= 12


@pytest.mark.parametrize("name", LISTED)
def test_a_clipboard_is_read(name: str) -> None:
    assert clipboard.read(flavour(name, "html"), flavour(name, "txt")) == LISTED[name]


@pytest.mark.parametrize("name", sorted(LISTED.keys() - ROUNDED))
def test_plain_text_alone_gives_the_same_marks(name: str) -> None:
    alone = clipboard.read("", flavour(name, "txt"))
    assert (parsed(alone), alone.names) == (parsed(LISTED[name]), LISTED[name].names)


@pytest.mark.parametrize(
    ("text", "values", "titles"),
    [
        ("", [], 0),
        ("\n\n", [], 0),
        ("5", [["5"]], 0),
        ("5\r\n4\r\n\r\n\r\n", [["5"], ["4"]], 0),
        ("5\r4\r", [["5"], ["4"]], 0),
        ("\t\t\n\t5\t\n", [["", ""], ["", "5"]], 0),
        ("T5\tT6\tT7\n3\t4\t5\n", [["3", "4", "5"]], 1),
        ("Апталар\t\t\n5\t6\t7\n3\t2\t1", [["3", "2", "1"]], 2),
        ("3\nжақсы\n4", [["3"], ["жақсы"], ["4"]], 0),
        ("жақсы\n4", [["4"]], 1),
        ('"5', [["5"]], 0),
        ("4,5\u00a0\t\u202f3", [["4,5", "3"]], 0),
    ],
)
def test_plain_text_of_any_shape(text: str, values: list[list[str]], titles: int) -> None:
    block = clipboard.read("", text)
    assert (block.values, block.titles, block.names) == (values, titles, None)


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<tr><td>1</td></tr>" * 1001 + "</table>",
        "<table><tr>" + "<td colspan=150>1</td>" * 3 + "</tr></table>",
        "x" * 2_000_001,
    ],
)
def test_more_than_any_group_is_refused(html: str) -> None:
    with pytest.raises(clipboard.TooLarge):
        clipboard.read(html, "")


def test_more_lines_than_any_group_are_refused() -> None:
    for text in ("1\n" * 1002, "1\t" * 202, f'"{"1" * 200_000}'):
        with pytest.raises(clipboard.TooLarge):
            clipboard.read("", text)


@pytest.mark.parametrize(
    "html",
    [
        "<table><td>5</td>",
        "<table><tr><td rowspan=9999 colspan=-3>5",
        '<table><tr><td data-sheets-value="[1]">5</td></tr>',
        '<table><tr><td data-sheets-value="{{{">5</td></tr>',
        '<table><tr><td sdval="NaN">5</td></tr>',
        '<table><tr><td x:num="1e999999">5</td></tr>',
        "<table><script>7</script><tr><td>5<style>9</style></td></tr>",
    ],
)
def test_broken_markup_is_read_as_far_as_it_goes(html: str) -> None:
    assert clipboard.read(html, "").values == [["5"]]
