"""`qosqanat marks` and `qosqanat regulation`: what is printed, where, and with which exit status."""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from qosqanat import cli
from qosqanat.regulation import packs
from tests.regulation import pack
from tests.spreadsheets.xls import xls

HEADER = ["student", "credits"]
HEADER += [f"{name}_{week}" for name in ("test", "practice") for week in range(1, 16)]
HEADER += ["iws_1", "iws_2", "exam"]
A2_PRACTICE = [5, 5, 5, 13, 5, 5, 5, 13, 5, 5, 5, 13, 5, 5, 13]
OUTPUT = "student,scheme,rk1,rk2,admission,admitted,final,letter,gpa,error"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the console script in this process; return exit status, stdout and stderr."""

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capsys.readouterr()
        return status, out, err

    return call


def full(name: str, credits: object = 3, exam: object = 100) -> list[object]:
    return [name, credits, *[3] * 15, *A2_PRACTICE, 20, 28, exam]


def write(path: Path, rows: list[list[object]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_full_points_in_the_whole_layout(tmp_path: Path, run: Run) -> None:
    status, out, err = run(
        "marks", write(tmp_path / "a.csv", [HEADER, full("Әсел"), full("Қайрат", exam="49,5")])
    )
    assert out.splitlines() == [
        OUTPUT,
        "Әсел,A2,100,100,100,yes,100,A,4.0,",
        "Қайрат,A2,100,100,100,yes,,FX,0.5,",
    ]
    assert (status, err) == (0, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_delimiters_and_encodings(tmp_path: Path, run: Run, encoding: str, delimiter: str) -> None:
    rows: list[list[object]] = [["Student ", "CREDITS", "practice_4", "iws_1"], ["Серік", "4,0", "7,5", "20"]]
    status, out, _ = run("marks", write(tmp_path / "a.csv", rows, delimiter, encoding))
    assert (status, out.splitlines()[1]) == (0, "Серік,A3,27.5,0,13.75,no,,,,")


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"credits": "4.0"}, "x,A3,0,0,0,no,,,,"),
        ({"credits": "7"}, "x,A2,0,0,0,no,,,,"),
        ({"credits": "2"}, "x,,,,,,,,,credits: no scheme is written for 2 credits"),
        ({"credits": ""}, 'x,,,,,,,,,"credits: empty, so no scheme can be chosen"'),
        ({"credits": "4;5"}, 'x,,,,,,,,,"credits: 4,5 is not a number of credits"'),
        ({"credits": "н/б"}, "x,,,,,,,,,credits: н/б is not a number of credits"),
        ({"student": " "}, ",A2,,,,,,,,student: the name is empty"),
        ({"exam": "60"}, "x,A2,0,0,0,no,,,,"),
        ({"test_1": "2.500", "iws_1": "1,125"}, "x,A2,3.625,0,1.8125,no,,,,"),
        (
            {"test_1": "2.9999999999999999999999999"},
            "x,A2,2.9999999999999999999999999,0,1.49999999999999999999999995,no,,,,",
        ),
        ({"credits": "3.00"}, "x,A2,0,0,0,no,,,,"),
        (
            {"test_1": "absent", "test_2": "н/б", "iws_1": "excused", "practice_4": "13"},
            "x,A2,13,0,6.5,no,,,,",
        ),
        ({"practice_4": "13.01"}, "x,A2,,,,,,,,practice_4: 13.01 is above the cap (cap 13)"),
        (
            {"credits": "4", "practice_1": "0", "test_1": "-1", "iws_2": "20"},
            "x,A3,,,,,,,,test_1: -1 is negative (cap 3); practice_1: 0 is entered where the scheme has no cell "
            "(no cap); iws_2: 20 is above the cap (cap 19)",
        ),
        ({"test_1": "NaN"}, "x,A2,,,,,,,,test_1: NaN is not a number (cap 3)"),
        ({"test_1": "5.03.2026"}, "x,A2,,,,,,,,test_1: 5.03.2026 is not a number (cap 3)"),
        ({"test_1": "a;b"}, 'x,A2,,,,,,,,"test_1: a,b is not a number (cap 3)"'),
        ({"exam": "101"}, "x,A2,,,,,,,,exam: 101 is above the cap (cap 100)"),
        ({"test_1": "9" * 5000}, f"x,A2,,,,,,,,test_1: {'9' * 39}… is above the cap (cap 3)"),
        ({"student": "a\nb"}, '"a'),
    ],
)
def test_one_row(tmp_path: Path, run: Run, cells: dict[str, object], line: str) -> None:
    row = {"student": "x", "credits": "3"} | cells
    status, out, err = run(
        "marks", write(tmp_path / "a.csv", [HEADER, [row.get(name, "") for name in HEADER]])
    )
    assert out.splitlines()[1] == line
    assert (status, err) == (1 if ":" in line else 0, "")


def test_a_bad_row_leaves_the_others_alone(tmp_path: Path, run: Run) -> None:
    rows = [HEADER, full("a", exam=101), [], full("b"), ["", *[" "] * 34], full("c", credits=1)]
    status, out, _ = run("marks", write(tmp_path / "a.csv", rows))
    assert [line.split(",")[:2] for line in out.splitlines()[1:]] == [["a", "A2"], ["b", "A2"], ["c", ""]]
    assert out.splitlines()[2] == "b,A2,100,100,100,yes,100,A,4.0,"
    assert status == 1


def test_missing_columns_are_not_entered_and_later_ones_have_no_cell(tmp_path: Path, run: Run) -> None:
    rows: list[list[object]] = [
        ["credits", "student", "test_16", "practice_2", ""],
        [3, "a", "", 5],
        [3, "b", 1],
    ]
    _, out, _ = run("marks", write(tmp_path / "a.csv", rows))
    assert out.splitlines()[1] == "a,A2,5,0,2.5,no,,,,"
    assert out.splitlines()[2].endswith("test_16: 1 is entered where the scheme has no cell (no cap)")


def test_a_value_outside_the_columns_fails_its_row(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text("student,credits,test_1,\na,3,2,5\nb,3,2,,5\nc,3,2,,\n")
    status, out, _ = run("marks", tmp_path / "a.csv")
    outside = "row: a value stands outside the columns of the header (quote decimal commas)"
    assert out.splitlines()[1:] == [f"a,A2,,,,,,,,{outside}", f"b,A2,,,,,,,,{outside}", "c,A2,2,0,1,no,,,,"]
    assert status == 1


def test_json_has_the_same_keys_and_texts(tmp_path: Path, run: Run) -> None:
    path = write(tmp_path / "a.csv", [HEADER, full("Ұлан"), full("b", credits=1)])
    status, out, _ = run("marks", path, "--format", "json")
    first, second = json.loads(out)
    assert list(first) == OUTPUT.split(",")
    assert (first["student"], first["final"], first["gpa"], first["error"]) == ("Ұлан", "100", "4.0", "")
    assert second["error"] == "credits: no scheme is written for 1 credits"
    assert status == 1
    assert json.loads(run("marks", write(tmp_path / "b.csv", [HEADER]), "--format", "json")[1]) == []


def test_a_header_alone_is_a_group_without_students(tmp_path: Path, run: Run) -> None:
    assert run("marks", write(tmp_path / "a.csv", [HEADER])) == (0, f"{OUTPUT}\n", "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n , ,\n", "is empty"),
        (b"student,test_1\na,3\n", "has no column 'credits' in its first row"),
        (b"credits\n3\n", "has no column 'student' in its first row"),
        (b"student,credits,exam,EXAM\n", "has the column 'exam' twice"),
        (b"student,credits,pratice_4\n", "has an unknown column 'pratice_4'; expected student, credits"),
        (b"student,credits,test_01\n", "has an unknown column 'test_01'"),
        (b"\x7fELF\0\0", "is neither CSV text nor a workbook"),
        (b"student,\x98\xff", "is neither UTF-8 nor Windows-1251 text"),
        (b'student,credits\n"a,3\n', "is not well-formed CSV"),
        (b"PK\x03\x04garbage", "is not a workbook that can be read"),
        (b"\xd0\xcf\x11\xe0garbage", "is not a workbook that can be read"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_one_sentence(
    tmp_path: Path, run: Run, content: bytes, reason: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    status, out, err = run("marks", tmp_path / "a.csv")
    assert (status, out) == (2, "")
    assert err.startswith(f"qosqanat: {tmp_path / 'a.csv'} {reason}")
    assert err.count("\n") == 1


def test_places_that_are_no_file(tmp_path: Path, run: Run) -> None:
    assert run("marks", tmp_path) == (2, "", f"qosqanat: {tmp_path} is a folder, not a file.\n")
    assert run("marks", tmp_path / "b") == (2, "", f"qosqanat: there is no file {tmp_path / 'b'}.\n")
    long = tmp_path / ("x" * 300)
    assert run("marks", long)[::2] == (2, f"qosqanat: {long} cannot be read: File name too long.\n")
    status, _, err = run("marks", tmp_path, "--regulation", "nobody")
    assert (status, err[:43]) == (2, "qosqanat: there is no regulation 'nobody'; ")


def test_a_workbook_gives_what_the_csv_gives(tmp_path: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Empty", 0)
    for row in (HEADER, full("Әсел"), full("b", credits=4.0), full(2026017, exam=49.5), ["", ""]):  # type: ignore[arg-type]
        book["Sheet"].append(row)
    book.save(tmp_path / "a.xlsx")
    status, out, _ = run("marks", tmp_path / "a.xlsx")
    lines = out.splitlines()
    assert (lines[1], lines[3]) == (
        "Әсел,A2,100,100,100,yes,100,A,4.0,",
        "2026017,A2,100,100,100,yes,,FX,0.5,",
    )
    assert lines[2].startswith("b,A3,,,,,,,,practice_1: 5.0 is entered where the scheme has no cell")
    assert (status, len(lines)) == (1, 4)


def test_dates_truth_values_and_formula_errors_in_a_workbook_are_refused(tmp_path: Path, run: Run) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet()
        sheet = book.add_worksheet("Парақ")
        sheet.write_row(0, 0, ["student", "credits", "test_1", "test_2", "exam"])
        sheet.write_row(1, 0, ["a", 3])
        sheet.write_datetime(1, 2, dt.datetime(2026, 3, 5), book.add_format({"num_format": "dd.mm.yyyy"}))
        sheet.write_boolean(1, 3, True)
        sheet.write_formula(1, 4, "=1/0", None, "#DIV/0!")
        # an error in the last row, far to the right, stands alone in its row and column
        sheet.write_formula(3, 29, "=1/0", None, "#N/A")
    status, out, _ = run("marks", tmp_path / "a.xlsx")
    assert next(csv.reader([out.splitlines()[1]]))[-1] == (
        "test_1: 2026-03-05 is a date or time, not a number (cap 3); test_2: TRUE is not a number (cap 3); "
        "exam: #DIV/0! is not a number (cap 100)"
    )
    assert "row: a value stands outside the columns" in out.splitlines()[2]
    assert status == 1


def test_a_formula_without_a_stored_value_is_an_error_that_names_its_column(tmp_path: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["student", "credits", "test_1", "exam"],
        ["a", 3, "=1+1"],
        ["b", "=A1"],
        ["=A1", 3],
        ["", "", "", "=1&2"],
    ):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    status, out, _ = run("marks", tmp_path / "a.xlsx")
    why = "is a formula without a stored value: open and save the file in your spreadsheet program"
    errors = [line[-1] for line in csv.reader(out.splitlines()[1:])]
    assert errors[:3] == [f"test_1: =1+1 {why} (cap 3)", f"credits: =A1 {why}", f"student: =A1 {why}"]
    assert len(errors) == 4 and status == 1


def test_a_stored_empty_text_is_not_entered(tmp_path: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    for row in (["student", "credits", "test_1", "test_2"], ["a", 3, '=IF(A1="","",1)', 2]):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as ours, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as excel_s:
        for name in ours.namelist():
            excel_s.writestr(name, ours.read(name).replace(b'<c r="C2">', b'<c r="C2" t="str">'))
    assert run("marks", tmp_path / "b.xlsx")[1].splitlines()[1] == "a,A2,2,0,1,no,,,,"


def test_a_cell_without_end_is_one_sentence(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text(f"student,credits\n{'a' * 1_000_001},3\n")
    path = tmp_path / "a.csv"
    assert run("marks", path) == (2, "", f"qosqanat: {path} has a cell of more than 1000000 characters.\n")


def test_an_old_workbook_is_read_too(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.xls").write_bytes(xls([["student", "credits", "practice_4"], ["Қайрат", 4, 7.5]]))
    status, out, _ = run("marks", tmp_path / "a.xls")
    assert (status, out.splitlines()[1]) == (0, "Қайрат,A3,7.5,0,3.75,no,,,,")


def test_an_empty_workbook_is_empty(tmp_path: Path, run: Run) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert run("marks", tmp_path / "a.xlsx") == (2, "", f"qosqanat: {tmp_path / 'a.xlsx'} is empty.\n")


def test_a_workbook_with_a_damaged_part_is_refused(tmp_path: Path, run: Run) -> None:
    book = openpyxl.Workbook()
    book.active.append(["student", "credits"])  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as good, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    status, out, err = run("marks", tmp_path / "b.xlsx")
    assert (status, out) == (2, "")
    assert "cannot" not in err
    assert err.count("\n") == 1


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="A">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def test_an_open_document_workbook_is_read_too(run: Run, tmp_path: Path) -> None:
    rows = ""
    for row in (("student", "credits", "practice_4"), ("Қайрат", "4", "7,5")):
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        rows += f"<table:table-row>{cells}</table:table-row>"
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", MANIFEST)
        parts.writestr("content.xml", ODS.format(rows))
    status, out, _ = run("marks", path)
    assert (status, out.splitlines()[1]) == (0, "Қайрат,A3,7.5,0,3.75,no,,,,")


def test_a_third_pack_decides_on_columns_and_ratings(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = pack.FILES["schemes.toml"] + pack.FILES["schemes.toml"].replace('code = "T"', 'code = "U"').replace(
        "min = 1, max = 10", "exactly = [4]"
    )
    pack.write(tmp_path / "third", {"schemes.toml": two})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path / "third"))
    rows: list[list[object]] = [
        ["student", "credits", "practice_10", "iws_2"],
        ["a", 1, 40, 10],
        ["b", 4, "", ""],
    ]
    status, out, _ = run("marks", write(tmp_path / "a.csv", rows), "--regulation", "third")
    assert out.splitlines() == [
        "student,scheme,rk1,rk2,rk3,admission,admitted,final,letter,gpa,error",
        "a,T,0,10,40,23.333333,no,,,,",
        "b,U,0,0,0,0,no,,,,",
    ]
    assert status == 0
    pack.write(tmp_path / "bare", {"schemes.toml": None})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path / "bare"))
    status, _, err = run("marks", tmp_path / "a.csv", "--regulation", "third")
    assert (status, err) == (2, "qosqanat: the regulation 'third' has no marking scheme.\n")


def test_list_show_and_check(run: Run) -> None:
    status, out, _ = run("regulation", "list")
    assert (status, [line.split()[0] for line in out.splitlines()]) == (0, list(packs.available()))
    status, out, _ = run("regulation", "show", "yessenov-141-2022", "--clauses")
    assert status == 0
    assert "  practice    -   -   -   8   8  16   8  16   7   7  16   7   7  16   -" in out.splitlines()
    assert "  Y-7.3.b5  The mentor attests skills in weeks 4, 8, 12, 15 or 6, 8, 11, 14" in out
    assert "Adopted from yessenov-141-2022: schemes" in run("regulation", "show", "dulati-base-2024")[1]
    status, out, _ = run("regulation", "check")
    assert (status, out.splitlines()[-1]) == (0, "0 errors, 3 warnings")
    assert run("regulation", "show", "x")[0] == 2


def test_check_of_a_path(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.write(tmp_path / "third")
    assert run("regulation", "check", tmp_path / "third") == (0, "0 errors, 0 warnings\n", "")
    pack.write(tmp_path / "third", {"scale.toml": None, "schemes.toml": None})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    assert "no scheme" in run("regulation", "list")[1]
    assert "Scale" not in run("regulation", "show", "third")[1]
    pack.write(tmp_path / "third", pack.edited("schemes.toml", "test = 10", "test = 11"))
    status, out, _ = run("regulation", "check", tmp_path)
    assert (status, out.splitlines()[-1]) == (1, "1 error, 0 warnings")
    packs._load.cache_clear()
    status, out, _ = run("regulation", "list")
    assert (status, "third  the regulation pack" in out) == (1, True)
    status, _, err = run("regulation", "check", tmp_path / "none")
    assert (status, "holds no regulation pack" in err) == (2, True)


def test_help_version_and_unknown_commands(run: Run) -> None:
    status, out, _ = run()
    assert status == 0
    assert "marks" in out
    assert run("--version")[1].startswith("qosqanat ")
    status, _, err = run("dance")
    assert (status, "invalid choice: 'dance'" in err) == (2, True)
    assert run("marks")[0] == 2


def test_a_reader_that_leaves_early_causes_no_traceback(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADER, *[full("a" * 100)] * 5000])
    command = [sys.executable, "-m", "qosqanat.cli", "marks", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADER, full("a")])
    command = [sys.executable, "-m", "qosqanat.cli", "marks", str(path)]
    with Path("/dev/full").open("w") as nowhere:
        done = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"qosqanat: No space left on device\n")
