"""Every sentence that this package can say, as translatable templates."""


def gettext_noop(text: str) -> str:
    """Marks a template for ``makemessages``; the Django side translates it."""
    return text


_ = gettext_noop

REFUSALS = {
    "too_large": _("The file is larger than %(limit)s MB. Split it or delete pictures, then try again."),
    "empty": _("The file is empty. Choose the file again."),
    "extension": _("The content of the file does not fit its name (%(name)s). Save it again as XLSX or CSV."),
    "unsupported": _("This kind of file cannot be read. Save it as XLSX, XLS, ODS or CSV."),
    "web_page": _("This is a web page with a spreadsheet's name. Open it and save it as XLSX."),
    "encrypted": _("The file is protected with a password. Save it without a password."),
    "macros": _("The file contains macros. Save it as XLSX without macros."),
    "unpacked": _("Unpacked, the file is larger than %(limit)s MB. Save only the sheets that are needed."),
    "ratio": _("The file is packed more than %(limit)s times, as no list is. Copy the list to a new file."),
    "entries": _("The file consists of more than %(limit)s parts. Copy the list to a new file."),
    "nested": _("Another file is packed inside this file. Copy the list to a new file."),
    "unsafe_path": _("The file contains a part with a forbidden name. Copy the list to a new file."),
    "entities": _("The file declares its own XML entities, as no list does. Save it again as XLSX."),
    "broken": _("The file is damaged and cannot be read. Open it, save it as XLSX and try again."),
    "sheets": _("The file has more than %(limit)s sheets. Save only the sheets that are needed."),
    "rows": _("The file has more than %(limit)s rows. Split it into several files."),
    "columns": _(
        "Sheet “%(sheet)s” has more than %(limit)s columns. Delete the columns that are not needed."
    ),
    "text": _("A cell on sheet “%(sheet)s” has more than %(limit)s characters. Shorten the text."),
    "resources": _("Reading the file takes too much time or memory. Copy the list to a new file."),
    "formula_errors": _(
        "Formulas of this file end in errors (#DIV/0!, #REF!). Correct them, or save the file as XLSX to see where."
    ),
    "encoding": _("The letters of the file cannot be recognised. Save it as CSV UTF-8 or as XLSX."),
}

ISSUES: dict[str, tuple[str, str]] = {
    # the file as a whole
    "no_header": (
        "refuse",
        _("No table of this kind was found in the file. Choose the kind or name the columns."),
    ),
    "looks_contingent": ("refuse", _("This looks like a list of students. Bring it as that kind of file.")),
    "looks_load": ("refuse", _("This looks like a teaching load. Bring it as that kind of file.")),
    "looks_partners": ("refuse", _("This looks like a register of partners. Bring it as that kind of file.")),
    "looks_sheet": ("refuse", _("This looks like a mentor's weekly sheet. Bring it as that kind of file.")),
    "looks_canvas": ("refuse", _("This looks like a gradebook of Canvas. Bring it as that kind of file.")),
    "sheet_skipped": ("warn", _("Sheet “%(sheet)s” holds no table of this kind and was not read.")),
    "row_skipped": ("warn", _("This row is not a record and was not read: %(text)s")),
    "mapping_unknown": ("warn", _("The column “%(label)s” of the saved mapping is not in the file.")),
    "no_course": ("ask", _("The file does not name the course. Choose it.")),
    "no_points": (
        "warn",
        _("The file does not say the points possible: what an assignment allows is unknown."),
    ),
    "formula_error": (
        "refuse",
        _("The formula of “%(column)s” ends in an error (%(value)s). Correct the cell."),
    ),
    "formula_unstored": (
        "refuse",
        _(
            "The formula of “%(column)s” has no stored value. Open the file in your spreadsheet program, save it and bring it again."
        ),
    ),
    "mark_formula": (
        "refuse",
        _(
            "A formula without a stored value stands here. Open the file in your spreadsheet program, save it and bring it again."
        ),
    ),
    "no_weeks": (
        "refuse",
        _("No column names a week. Write 1, 2, 3 ... above the marks of practice, each week once."),
    ),
    "column_twice": (
        "ask",
        _(
            "Two columns are titled “%(label)s” and say different things. Which one counts? Lists that stand side by side are put one below the other in the file."
        ),
    ),
    "weeks_dated": (
        "refuse",
        _(
            "The weeks are headed with dates from %(first)s on. Write the number of the week above each column."
        ),
    ),
    # people and keys
    "name_missing": ("refuse", _("The name is missing. Write surname and given name.")),
    "name_short": ("ask", _("“%(value)s” has no given name. Write it in full.")),
    "key_missing": ("warn", _("The row has no ID or IIN; the person is looked up by name.")),
    "key_wrong": ("ask", _("“%(value)s” is not an ID, IIN or telephone number.")),
    "ais_missing": ("refuse", _("The ID in the student system is missing. Fill it in.")),
    "ais_wrong": ("refuse", _("“%(value)s” is not an ID of the student system.")),
    "iin_missing": ("warn", _("The IIN is missing.")),
    "iin_zero": ("warn", _("The IIN had lost its leading zero; it was read as %(value)s.")),
    "iin_length": ("ask", _("The IIN “%(value)s” does not have 12 digits. Check it in the identity card.")),
    "iin_letter": ("ask", _("The IIN “%(value)s” contains a letter; %(guess)s may be meant. Confirm it.")),
    "iin_wrong": ("ask", _("The IIN “%(value)s” fails its check digit. Check it in the identity card.")),
    "iin_birth": ("warn", _("The IIN does not agree with the birth date. That is allowed by law.")),
    "iin_sex": ("warn", _("The IIN does not agree with the sex. That is allowed by law.")),
    "bin_missing": ("ask", _("The BIN is missing. Fill it in.")),
    "bin_zero": ("warn", _("The BIN had lost its leading zero; it was read as %(value)s.")),
    "bin_wrong": ("ask", _("The BIN “%(value)s” fails its check. Check it in the contract.")),
    "bin_is_iin": ("warn", _("An IIN stands in the place of the BIN: a sole trader or a farm.")),
    "phone_wrong": ("ask", _("“%(value)s” is not a complete telephone number of Kazakhstan.")),
    "phone_landline": ("warn", _("“%(value)s” is a landline: no messages can be sent to it.")),
    "phone_many": ("warn", _("Two numbers in one cell; the first one is used.")),
    "name_mixed": ("warn", _("“%(value)s” mixed Latin and Cyrillic letters; it was read as “%(read)s”.")),
    # contingent
    "group_missing": ("refuse", _("The group is missing.")),
    "course_wrong": ("ask", _("“%(value)s” is not a year of study.")),
    "date_wrong": ("ask", _("“%(value)s” is not a date.")),
    "word_unknown": ("ask", _("The word “%(value)s” is not known here. Choose what it means.")),
    "programme_missing": ("refuse", _("The code of the educational programme is missing.")),
    "programme_name": ("warn", _("Programme %(code)s is named “%(value)s” here and “%(usual)s” elsewhere.")),
    "same_row": ("warn", _("The same student stands in row %(row)s too; this row adds nothing.")),
    "same_id": ("ask", _("Row %(row)s has the same ID but other data. Say which row is right.")),
    "same_person": ("ask", _("Row %(row)s seems to be the same person. Say which row is right.")),
    # teaching load
    "code_missing": ("refuse", _("The course code is missing.")),
    "groups_missing": ("refuse", _("No group is named.")),
    "credits_wrong": ("refuse", _("“%(value)s” is not a number of credits.")),
    "number_wrong": ("ask", _("“%(value)s” is not a number.")),
    "model_missing": ("ask", _("The delivery model is missing. Choose 1, 2, 3 or 4.")),
    "model_wrong": ("ask", _("“%(value)s” is not a delivery model. Choose 1, 2, 3 or 4.")),
    "hours_sum": ("ask", _("%(campus)s + %(site)s hours are not %(total)s. Correct the hours.")),
    "hours_credits": ("warn", _("%(total)s hours do not fit %(credits)s credits of 30 hours.")),
    "model_share": ("warn", _("Model 1 with %(share)s %% on site: above the 40 %% of Y-5.4.")),
    "names_missing": ("ask", _("The course has no name in: %(languages)s. Official papers need all three.")),
    "teacher_missing": ("ask", _("No teacher is named.")),
    "partner_missing": ("ask", _("No partner enterprise is named.")),
    "mentor_missing": ("ask", _("No mentor is named.")),
    "mentor_later": ("ask", _("The mentor is to be named later (“%(value)s”).")),
    "mentor_many": ("warn", _("Several mentors stand in one cell.")),
    # partners
    "partner_name_missing": ("refuse", _("The enterprise has no name.")),
    "name_kk_missing": ("ask", _("The name in Kazakh is missing.")),
    "contract_missing": ("ask", _("The contract has no number or date.")),
    "until_words": (
        "ask",
        _("The validity is given in words (“%(value)s”); %(guess)s may be meant. Confirm it."),
    ),
    "until_open": ("warn", _("The contract is open-ended.")),
    "until_wrong": ("ask", _("“%(value)s” is not a date. Write the last day of the contract.")),
    "until_before": ("ask", _("The contract ends before it begins.")),
    "seats_wrong": (
        "ask",
        _(
            "“%(value)s” is not a number of workplaces for %(programme)s. Write a whole number from 0 to 32 767."
        ),
    ),
    "seats_sum": ("warn", _("The seats by programme add up to %(sum)s, not to %(total)s.")),
    "coords_missing": ("warn", _("The site has no coordinates.")),
    "coords_wrong": ("ask", _("“%(value)s” are not coordinates.")),
    "coords_swapped": ("warn", _("Longitude stood first; the pair was read as %(lat)s, %(lon)s.")),
    "site_orphan": ("refuse", _("The site names no enterprise.")),
    "years_wrong": ("warn", _("The experience “%(value)s” is not a number of years.")),
    "years_since": ("warn", _("The experience is given as a year (“%(value)s”).")),
    "same_name": ("warn", _("Row %(row)s has the same full name at another enterprise.")),
    "named_again": ("warn", _("Row %(row)s has the same full name at the same enterprise.")),
    "two_places": ("warn", _("Row %(row)s is the same mentor (name and telephone) at another enterprise.")),
    # marks
    "mark_date": ("ask", _("A date stands where a mark belongs; %(guess)s may be meant. Write the mark.")),
    "mark_wrong": ("refuse", _("“%(value)s” is not a mark.")),
    "mark_negative": ("refuse", _("%(value)s is below 0.")),
    "mark_above": ("refuse", _("%(value)s is above the most that week %(week)s allows (%(cap)s).")),
    "mark_no_practice": ("refuse", _("Week %(week)s has no practice, but a mark (%(value)s) stands there.")),
    "marks_empty": ("warn", _("Weeks %(weeks)s have no entry, though others have.")),
    "total_differs": (
        "warn",
        _("The total of period %(period)s is given as %(value)s, the weeks add up to %(sum)s."),
    ),
    "task_above": ("refuse", _("%(value)s is above the points possible (%(cap)s) of “%(task)s”.")),
    "sections_many": ("warn", _("The student is in several sections: %(value)s.")),
    "sis_missing": ("warn", _("The SIS ID is empty; the student is looked up by name.")),
}
